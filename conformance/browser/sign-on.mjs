// Runs an OpenID provider, and has people log in to the console by it in a browser. Reads a job, an object of JSON, from
// standard input, and writes one line of JSON for each step: {"name", "address", "heading", "text", "account",
// "cookies", "complaints"}, or {"name", "failed"}.
//   {"url", "port", "client", "secret", "algorithm", "language", "folder"}
// The provider is at http://localhost:PORT, another site than that of the console at 127.0.0.1.
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import Provider from 'oidc-provider'
import { chromium } from 'playwright-core'

// The provider tells there what a service for other than tests would do otherwise.
console.info = console.error
console.warn = console.error

const job = JSON.parse(readFileSync(0, 'utf8'))
const issuer = `http://localhost:${job.port}`
const people = {
  alice: { preferred_username: 'alice', groups: ['staff', 'hongyan-operators'] },
  mallory: { preferred_username: 'mallory', groups: ['staff'] },
}

function key(algorithm, type, options) {
  const jwk = generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' })
  return { ...jwk, alg: algorithm, use: 'sig', kid: algorithm }
}

const provider = new Provider(issuer, {
  clients: [{
    client_id: job.client,
    client_secret: job.secret,
    redirect_uris: [`${job.url}/console/oidc/callback`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    id_token_signed_response_alg: job.algorithm,
  }],
  jwks: {
    keys: [
      key('RS256', 'rsa', { modulusLength: 2048 }),
      key('PS256', 'rsa', { modulusLength: 2048 }),
      key('ES256', 'ec', { namedCurve: 'P-256' }),
    ],
  },
  cookies: { keys: ['signs the cookies of a test'] },
  claims: { openid: ['sub'], profile: ['preferred_username'], groups: ['groups'] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  // Nobody is asked whether the console may know the own name.
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId,
    })
    grant.addOIDCScope('openid profile email groups')
    await grant.save()
    return grant
  },
})

async function interact(request, response) {
  if (request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end('<!doctype html><title>Provider</title><h1>Provider</h1><form method="post">'
      + '<input name="login" id="login" aria-label="Name"><button id="in">In</button>'
      + '<button id="out" name="cancel" value="1">Cancel</button></form>')
    return
  }
  let body = ''
  for await (const chunk of request) {
    body += chunk
  }
  const form = new URLSearchParams(body)
  const result = form.has('cancel')
    ? { error: 'access_denied', error_description: 'somebody pressed Cancel' }
    : { login: { accountId: form.get('login') } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

const answer = provider.callback()
const server = createServer((request, response) => {
  const done = request.url.startsWith('/interaction/') ? interact(request, response) : answer(request, response)
  Promise.resolve(done).catch((thrown) => response.writeHead(500).end(String(thrown)))
})
await new Promise((resolve) => server.listen(job.port, '127.0.0.1', resolve))

const browser = await chromium.launch({
  executablePath: job.chromium ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
const context = await browser.newContext({ locale: job.language, viewport: { width: 1280, height: 800 } })
const page = await context.newPage()
page.setDefaultTimeout(30_000)
let complaints = []
page.on('console', (message) => {
  if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
    complaints.push(message.text())
  }
})
page.on('pageerror', (error) => complaints.push(String(error)))

const test = (id) => page.locator(`[data-test="${id}"]`).first()

async function atProvider() {
  await test('login-sso').click()
  await page.locator('#login').waitFor()
}

async function logIn(name) {
  await atProvider()
  await page.locator('#login').fill(name)
  await page.locator('#in').click()
}

async function logOut() {
  await test('account').click()
  await test('account-logout').waitFor()
  if ((await test('account-password').count()) > 0) {
    throw new Error('there is a password to change')
  }
  await test('account-logout').click()
  await test('login-submit').waitFor()
}

async function tell(name) {
  await page.locator('h1').first().waitFor()
  const main = page.locator('main')
  console.log(JSON.stringify({
    name,
    address: page.url(),
    heading: await page.locator('h1').first().innerText(),
    text: (await main.count()) > 0 ? await main.innerText() : '',
    account: (await test('account').count()) > 0 ? await test('account').innerText() : '',
    cookies: (await context.cookies(job.url)).map((each) => `${each.name} ${each.sameSite} ${each.httpOnly}`),
    complaints,
  }))
  complaints = []
  await page.screenshot({ path: join(job.folder, `sign-on-${name}.png`) })
}

const steps = {
  async button() {
    await page.goto(`${job.url}/console/instances?search=mqtt`)
    await test('login-sso').waitFor()
  },
  async alice() {
    await logIn('alice')
    await test('account').waitFor()
  },
  async again() {
    await page.reload()
    await test('account').waitFor()
  },
  async out() {
    await logOut()
  },
  // The provider still knows who it is.
  async known() {
    await test('login-sso').click()
    await test('account').waitFor()
  },
  async mallory() {
    await logOut()
    await context.clearCookies({ domain: 'localhost' })
    await page.goto(`${job.url}/console/login`)
    await logIn('mallory')
    await test('login-outcome').waitFor()
  },
  async cancel() {
    await context.clearCookies({ domain: 'localhost' })
    await page.goto(`${job.url}/console/login`)
    await atProvider()
    await page.locator('#out').click()
    await test('login-outcome').waitFor()
  },
  async stale() {
    await page.goto(`${job.url}/console/oidc/callback?code=1&state=2`)
    await test('login-outcome').waitFor()
  },
}

for (const [name, step] of Object.entries(steps)) {
  try {
    await step()
    await tell(name)
  } catch (thrown) {
    console.log(JSON.stringify({ name, failed: String(thrown), address: page.url(), complaints }))
    break
  }
}
await browser.close()
server.closeAllConnections()
server.close()
