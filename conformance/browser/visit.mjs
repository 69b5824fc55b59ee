// Visits pages of the console, and tells what a person would see there. Reads a job, an object of JSON, from standard
// input, and writes one line of JSON for each step:
//   {"url", "language", "dark", "folder", "steps": [
//     {"name", "path"}                          go there, wait until it has loaded, look at it
//     {"name", "path", "fill": {ID: TEXT}, "press": ID, "until": ID}
//   ]}
// ID is the value of an attribute data-test.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const job = JSON.parse(readFileSync(0, 'utf8'))
const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const patience = 45_000

const browser = await chromium.launch({
  executablePath: job.chromium ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
const context = await browser.newContext({
  locale: job.language,
  colorScheme: job.dark ? 'dark' : 'light',
  viewport: { width: 1280, height: 800 },
  timezoneId: 'Asia/Shanghai',
})
const page = await context.newPage()
page.setDefaultTimeout(patience)

let complaints = []
let foreign = []
page.on('console', (message) => {
  // An answer that is a refusal is the page's to show; the browser complains about it as well.
  if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
    complaints.push(message.text())
  }
})
page.on('pageerror', (error) => complaints.push(String(error)))
page.on('dialog', (dialog) => {
  complaints.push(`dialog: ${dialog.message()}`)
  void dialog.dismiss()
})
page.on('request', (request) => {
  if (!request.url().startsWith(job.url) && !/^(data|blob):/.test(request.url())) {
    foreign.push(request.url())
  }
})

const test = (id) => page.locator(`[data-test="${id}"]`).first()

async function settled() {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('[data-test="state-loading"]') === null)
  await page.waitForFunction(() => document.querySelector('.el-loading-mask:not([style*="none"])') === null)
}

// What is still fading in has no contrast yet.
async function still() {
  await page.evaluate(() => Promise.all(document.getAnimations()
    .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
    .map((each) => each.finished.catch(() => {}))))
}

async function act(step) {
  for (const [id, text] of Object.entries(step.fill ?? {})) {
    const field = test(id)
    const inner = field.locator('input, textarea')
    await ((await inner.count()) > 0 ? inner.first() : field).fill(text)
  }
  if (step.press !== undefined) {
    await test(step.press).click()
  }
  if (step.until !== undefined) {
    await test(step.until).waitFor()
  }
}

async function faults() {
  await still()
  // By the browser's own door: the policy of the page lets no script in.
  const session = await context.newCDPSession(page)
  await session.send('Page.setBypassCSP', { enabled: true })
  await page.evaluate(axe)
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  await session.send('Page.setBypassCSP', { enabled: false })
  await session.detach()
  return found.violations
    .filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)
}

async function tell(step, millis) {
  const main = page.locator('main')
  const shown = {
    name: step.name,
    address: page.url().slice(job.url.length),
    heading: await page.locator('h1').first().innerText(),
    text: (await main.count()) > 0 ? await main.innerText() : await page.locator('body').innerText(),
    language: await page.evaluate(() => document.documentElement.lang),
    injected: await page.evaluate(() => globalThis.injected === true),
    errors: await page.locator('[data-test="state-error"]').allInnerTexts(),
    faults: step.name.startsWith('-') ? [] : await faults(),
    complaints,
    foreign,
    millis,
  }
  complaints = []
  foreign = []
  if (job.folder !== undefined) {
    await page.screenshot({ path: join(job.folder, `${step.name.replace(/^-/, '')}.png`), fullPage: false })
  }
  console.log(JSON.stringify(shown))
}

let lost = false
for (const step of job.steps) {
  if (lost) {
    break
  }
  const begun = performance.now()
  try {
    if (step.path !== undefined) {
      await page.goto(job.url + step.path)
    }
    await settled()
    await act(step)
    await settled()
    const millis = Math.round(performance.now() - begun)
    await tell(step, millis)
  } catch (thrown) {
    console.log(JSON.stringify({ name: step.name, failed: String(thrown), complaints, text: await page.locator('body').innerText().catch(() => '') }))
    complaints = []
    // Without the login nothing else can be seen.
    lost = step.name.startsWith('-')
  }
}
await browser.close()
