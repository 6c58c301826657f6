import { createConnection } from "vscode-languageserver/node";
import { serve } from "../../server/server.js";
import { openFake } from "./fake-open.js";

serve(createConnection(), openFake, "0.0.0");
