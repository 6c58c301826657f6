import http from "node:http";

/**
 * Hands and eyes for the suite, which runs in the extension host and sees no screen: screenshots, keys and clicks, by HTTP.
 */
export async function startControl(page, artifacts) {
  const actions = {
    screenshot: ({ name }) => page.screenshot({ path: `${artifacts}/${name}.png` }),
    press: ({ keys }) => page.keyboard.press(keys),
    type: ({ text }) => page.keyboard.type(text),
    click: ({ selector }) => page.locator(selector).first().click({ timeout: 60_000 }),
    hover: ({ selector }) => page.locator(selector).first().hover({ timeout: 60_000 }),
    waitFor: ({ selector }) => page.locator(selector).first().waitFor({ timeout: 60_000 }),
    shows: ({ selector }) =>
      page
        .locator(selector)
        .first()
        .waitFor({ timeout: 5_000 })
        .then(
          () => "true",
          () => "false",
        ),
    count: async ({ selector }) => String(await page.locator(selector).count()),
    text: ({ selector }) => page.locator(selector).first().innerText({ timeout: 60_000 }),
    rest: async () => {
      await page.keyboard.press("Escape");
      await page.mouse.move(700, 500);
    },
    frameText: ({ selector }) => inFrame(page, selector, (found) => found.innerText()),
    frameClick: ({ selector }) => inFrame(page, selector, (found) => found.click()),
    frameEnter: ({ selector }) => inFrame(page, selector, (found) => found.press("Enter")),
  };
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", async () => {
      try {
        const { action, ...argument } = JSON.parse(body);
        const result = await actions[action](argument);
        response.end(JSON.stringify({ result: typeof result === "string" ? result : null }));
      } catch (error) {
        response.statusCode = 500;
        response.end(String(error instanceof Error ? error.message : error));
      }
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** A page that is drawn again takes its frame with it: then once more, in the next one. */
async function inFrame(page, selector, act) {
  for (;;) {
    try {
      return await act((await frameWith(page, selector)).locator(selector).first());
    } catch (error) {
      if (!String(error).includes("detached")) throw error;
    }
  }
}

/** A webview's content is two frames deep; the one that holds the selector is the one. */
async function frameWith(page, selector) {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    for (const frame of page.frames())
      if (
        (await frame
          .locator(selector)
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no frame holds ${selector}`);
}
