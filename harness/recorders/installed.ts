import { copiesOf, driverFolders } from "./drivers.js";
import { recordPg } from "./pg.js";

/** One driver's recorder, given the module that the program loads. */
interface DriverRecorder {
  readonly packages: readonly string[];
  readonly record: (module: unknown) => void;
}

const RECORDERS: readonly DriverRecorder[] = [
  { packages: ["pg", "pg-pool"], record: (module) => void recordPg(module) },
];

/** Records every driver that the program can load; what is not installed is left out. */
export function recordInstalledDrivers(folders: readonly string[] = driverFolders()): void {
  for (const { packages, record } of RECORDERS) {
    for (const name of packages) {
      for (const module of copiesOf(name, folders)) record(module);
    }
  }
}
