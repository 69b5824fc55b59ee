// Measures how long each page of the console takes from its address to its last row, and each route of the administration
// that only looks. Reads a job from standard input:
//   {"url", "key", "account", "password", "instance", "client", "absent", "topic", "retained", "rounds"}
// and prints a table for each, in milliseconds: the median and the longest of the rounds, and of pages the median of the
// CPU time that the page's own thread needed, which a busy machine spoils least. `client` is connected, `absent` has a
// session.
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { chromium } from 'playwright-core'

const job = JSON.parse(readFileSync(0, 'utf8'))
const rounds = job.rounds ?? 5
const part = encodeURIComponent
const of = `/console/instances/${part(job.instance)}`

const pages = {
  overview: '/console/',
  instances: '/console/instances',
  instance: of,
  topics: `${of}/topics`,
  groups: `${of}/groups`,
  clients: `${of}/clients`,
  'clients, a prefix': `${of}/clients?prefix=${part(job.absent.slice(0, -1))}`,
  'clients, a prefix that none has': `${of}/clients?prefix=nobody-has-this`,
  'clients, those connected': `${of}/clients?state=connected`,
  'clients, those away': `${of}/clients?state=absent`,
  'clients, an address': `${of}/clients?address=127.0.0.1`,
  'clients, an address that none has': `${of}/clients?address=192.0.2.1`,
  client: `${of}/clients/${part(job.client)}`,
  'client, away': `${of}/clients/${part(job.absent)}?tab=queue`,
  'receivers of a topic': `${of}/topics/x?name=${part(job.topic)}`,
  retained: `${of}/retained`,
  'retained, a filter': `${of}/retained?filter=${part('+/r/+/000007')}`,
  'a retained message': `${of}/retained?topic=${part(job.retained)}`,
  traces: `${of}/traces?client=${part(job.client)}`,
  rules: `${of}/rules`,
  queues: `${of}/queues`,
  keys: `${of}/keys`,
  tokens: `${of}/tokens`,
  certificates: `${of}/certificates`,
  blacklist: `${of}/blacklist`,
  top: `${of}/top`,
  connections: '/console/connections',
  alarms: '/console/alarms',
  signature: '/console/tools/signature',
  websocket: '/console/tools/websocket',
  configuration: '/console/configuration',
  logs: '/console/logs',
  audit: '/console/audit',
  accounts: '/console/accounts',
}

// What a route needs to be asked for.
const queries = {
  '/instances/{instance}/clients': ['', 'state=connected&limit=1000', 'state=absent&limit=1000', 'prefix=nobody', 'address=192.0.2.1'],
  '/instances/{instance}/subscriptions': [`topic=${part(job.topic)}`],
  '/instances/{instance}/retained': ['', 'limit=1000', `filter=${part('+/r/+/000007')}`],
  '/instances/{instance}/retained-message': [`topic=${part(job.retained)}`],
  '/instances/{instance}/traces/devices': [`client=${part(job.client)}`],
  '/instances/{instance}/traces/messages': [`client=${part(job.client)}`],
  '/history': ['last=1h', 'last=7d&step=1h'],
  '/audit': ['limit=1000'],
}
const names = { instance: job.instance, client: job.client }

function middle(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)].toFixed(1)
}

// `more`: further lists of times, of which the median is told.
function row(name, times, ...more) {
  const longest = Math.max(...times)
  const cells = [name.replaceAll('|', '\\|'), middle(times), longest.toFixed(1), ...more.map(middle)]
  console.log(`| ${cells.join(' | ')} |${longest > 1000 ? ' **over a second**' : ''}`)
}

function head(what, ...more) {
  const columns = [`${what}, load ${loadavg()[0].toFixed(2)}`, 'median ms', 'longest ms', ...more]
  console.log(`\n| ${columns.join(' | ')} |\n|---|${'--:|'.repeat(columns.length - 1)}`)
}

async function routes() {
  const headers = { Authorization: `Bearer ${job.key}` }
  const ask = (path) => fetch(job.url + path, { headers }).then(async (answer) => ({ status: answer.status, text: await answer.text() }))
  const { paths } = JSON.parse((await ask('/openapi.json')).text)
  head('GET')
  for (const [path, methods] of Object.entries(paths)) {
    const known = [...path.matchAll(/\{(\w+)\}/g)].every(([, name]) => names[name] !== undefined)
    if (methods.get === undefined || path === '/live' || !known) {
      continue
    }
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => part(names[name]))
    for (const query of queries[path] ?? ['']) {
      const target = filled + (query === '' ? '' : `?${query}`)
      const times = []
      let status
      for (let i = 0; i < rounds * 2; i++) {
        const begun = performance.now()
        status = (await ask(target)).status
        times.push(performance.now() - begun)
      }
      row(status === 200 ? target : `${target} (${status})`, times)
    }
  }
}

async function settled(page) {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('[data-test="state-loading"], .page-state-again') === null)
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

async function visits() {
  const browser = await chromium.launch({
    executablePath: job.chromium ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  })
  const page = await (await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 800 } })).newPage()
  page.setDefaultTimeout(120_000)
  await page.goto(`${job.url}/console/login`)
  for (const [name, text] of [['account', job.account], ['password', job.password]]) {
    await page.locator(`#login-${name}`).fill(text)
  }
  await page.locator('[data-test="login-submit"]').click()
  await page.locator('[data-test="login-submit"]').waitFor({ state: 'hidden' })
  head('page', 'CPU ms')
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () => (await session.send('Performance.getMetrics')).metrics.find((one) => one.name === 'TaskDuration').value * 1000
  for (const [name, path] of Object.entries(pages)) {
    const times = []
    const cpu = []
    let faults = 0
    for (let i = 0; i < rounds; i++) {
      const begun = performance.now()
      await page.goto(job.url + path, { waitUntil: 'commit' })
      await settled(page)
      times.push(performance.now() - begun)
      cpu.push(await spent()) // it begins anew with each page
      faults += await page.locator('[data-test="state-error"]').count()
    }
    row(faults > 0 ? `${name} (shows an error)` : name, times, cpu)
  }
  await browser.close()
}

await routes()
await visits()
