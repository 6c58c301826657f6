import { writeFileSync } from "node:fs";
import { record, RECORD } from "../test/rulings/record.js";

/** Writes what is found in the sample service and its variants into the reviewed file: `npm run rulings`. */
writeFileSync(RECORD, record());
