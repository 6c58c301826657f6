const control = process.env["IDEMLINT_TEST_CONTROL"];

/** Whether somebody outside can look at the screen and press keys; not so under Electron. */
export const hasScreen = control !== undefined;

/** Stands in the activity bar once there is something to run. */
export const testingIcon = ".activitybar .codicon-test-view-icon";

type Action =
  | { readonly action: "screenshot"; readonly name: string }
  | { readonly action: "rest" }
  | { readonly action: "press"; readonly keys: string }
  | { readonly action: "type"; readonly text: string }
  | { readonly action: "shows"; readonly selector: string }
  | {
      readonly action: "click" | "count" | "hover" | "waitFor" | "text" | "frameText" | "frameClick" | "frameEnter";
      readonly selector: string;
    };

/** Does something on the screen; the answer is the text that was asked for. */
export async function onScreen(action: Action): Promise<string> {
  if (control === undefined) return "";
  const response = await fetch(control, { method: "POST", body: JSON.stringify(action) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${JSON.stringify(action)}: ${body}`);
  return (JSON.parse(body) as { result: string | null }).result ?? "";
}

/** Whether something comes up within a few seconds; taken on trust where nobody looks at the screen. */
export async function isShown(selector: string): Promise<boolean> {
  return !hasScreen || (await onScreen({ action: "shows", selector })) === "true";
}
