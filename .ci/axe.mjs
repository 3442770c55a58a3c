// Opens HTML files in headless Chromium and holds them against axe-core: no violation in light and dark, wide and narrow;
// no request but for the file itself; nothing wider than a phone. With `--shots DIR`, writes screenshots of each index.
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { mkdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, chromium, ...rest] = process.argv.slice(2);
const at = rest.indexOf("--shots");
const shots = at < 0 ? null : rest.splice(at, 2)[1];
const require = createRequire(join(modules, "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WAYS = [
  { name: "light-1280", width: 1280, scheme: "light" },
  { name: "dark-390", width: 390, scheme: "dark" },
  { name: "light-390", width: 390, scheme: "light", only: "index.html" },
  { name: "dark-1280", width: 1280, scheme: "dark", only: "index.html" },
];

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
const faults = [];
let looked = 0;
for (const file of rest) {
  const page = await browser.newPage();
  const own = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== own) faults.push(`${file}: asks for ${request.url()}`);
  });
  page.on("pageerror", (error) => faults.push(`${file}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${file}: ${message.text()}`);
  });
  await page.goto(own, { waitUntil: "load" });
  await page.evaluate(axe);
  for (const way of WAYS.filter((way) => !way.only || way.only === basename(file))) {
    await page.setViewport({ width: way.width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: way.scheme }]);
    const found = await page.evaluate(async () => {
      const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
      return result.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")} (${one.nodes.length})`);
    });
    faults.push(...found.map((one) => `${file} (${way.name}): ${one}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > way.width) faults.push(`${file} (${way.name}): ${wide} pixels wide`);
    looked += 1;
    if (shots && basename(file) === "index.html") {
      mkdirSync(shots, { recursive: true });
      const name = basename(dirname(file));
      await page.screenshot({ path: join(shots, `${name}.${way.name}.png`), fullPage: true });
    }
  }
  await page.close();
}
await browser.close();
for (const fault of faults) console.log(fault);
console.log(`${rest.length} files, ${looked} views, ${faults.length} faults`);
process.exit(faults.length || !looked ? 1 : 0);
