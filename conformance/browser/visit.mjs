// Visits pages of the console, and tells what a person would see there. Reads lines from standard input: first a job
//   {"url", "language", "dark", "folder"}
// then, one after the other, steps, each of which is answered by one line of JSON:
//   {"name", "path", "acts": [...], "audit": true}
// A step goes to the path, if it has one, waits until the page has loaded, does its acts (acts.mjs), and looks (look.mjs).
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { hands } from './acts.mjs'
import { eyes } from './look.mjs'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const job = JSON.parse((await lines.next()).value)

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
page.setDefaultTimeout(job.patience ?? 45_000)

const look = eyes(page, context, job)
const { act, done } = hands(page, context, look)

while (true) {
  const { value: line, done: end } = await lines.next()
  if (end) {
    break
  }
  const step = JSON.parse(line)
  const begun = performance.now()
  try {
    if (step.path !== undefined) {
      await page.goto(step.path.startsWith('http') ? step.path : job.url + step.path)
    }
    await look.settled()
    for (const one of step.acts ?? []) {
      await act(one)
    }
    await look.settled()
    const millis = Math.round(performance.now() - begun)
    console.log(JSON.stringify({ ...(await look.at(step)), ...done(), millis }))
  } catch (thrown) {
    console.log(JSON.stringify({ ...(await look.afterFault(step)), ...done(), failed: String(thrown) }))
  }
}
await browser.close()
