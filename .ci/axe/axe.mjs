// Holds HTML files against axe-core (WCAG 2.2 AA and its best practices), in a browser without a network.
// node axe.mjs BROWSER FILE…   ends with 1 where anything is found.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(resolve(process.env.AXE_MODULES ?? ".", "axe.mjs"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [browserPath, ...files] = process.argv.slice(2);
const browser = await (puppeteer.default ?? puppeteer).launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"],
});
let found = 0;
for (const file of files) {
  const page = await browser.newPage();
  await page.setBypassCSP(true);
  await page.setViewport({ width: 390, height: 844 });
  await page.goto(pathToFileURL(resolve(file)).href, { waitUntil: "load" });
  await page.evaluate(axe);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), tags);
  for (const { id, impact, help, nodes } of violations) {
    found += nodes.length;
    console.log(`${file}: ${impact} ${id}: ${help}`);
    for (const node of nodes.slice(0, 5)) console.log(`    ${node.target.join(" ")}  ${node.html.slice(0, 120)}`);
  }
  await page.close();
}
await browser.close();
console.log(`axe-core: ${files.length} pages, ${found} places`);
process.exit(found > 0 || files.length === 0 ? 1 : 0);
