// What is seen on a page, and what the browser says of it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

export function eyes(page, context, job) {
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
    if (!request.url().startsWith(job.url + '/') && !/^(data|blob|about):/.test(request.url())) {
      foreign.push(request.url())
    }
  })

  async function settled() {
    if (!page.url().startsWith(job.url + '/')) {
      return
    }
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

  // Serious faults of accessibility.
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

  // Of all that can be seen now: the names of what can be used, where links lead, what lies over the page.
  function seen() {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true })
    const all = (selector) => [...document.querySelectorAll(selector)].filter(shown)
    return {
      main: (document.querySelector('main') ?? document.body).innerText,
      overlay: all('.el-dialog, .el-drawer').map((each) => each.innerText).join('\n'),
      controls: [...new Set(all('[data-test]').map((each) => each.dataset.test))],
      links: all('a[href]').map((each) => ({ text: each.innerText, address: each.getAttribute('href') })),
      errors: all('[data-test="state-error"]').map((each) => each.innerText),
      language: document.documentElement.lang,
      injected: globalThis.injected === true,
    }
  }

  function complaintsSoFar() {
    const told = { complaints, foreign }
    complaints = []
    foreign = []
    return told
  }

  async function picture(name) {
    if (job.folder !== undefined) {
      await page.screenshot({ path: join(job.folder, `${name.replace(/^-/, '').replace(/[^\w-]+/g, '_')}.png`) })
    }
  }

  async function at(step) {
    const { main, ...rest } = await page.evaluate(seen)
    const shown = {
      name: step.name,
      address: page.url().startsWith(job.url + '/') ? page.url().slice(job.url.length) : page.url(),
      heading: await page.locator('h1').first().innerText({ timeout: 1000 }).catch(() => ''),
      text: main,
      ...rest,
      faults: step.audit ? await faults() : [],
      ...complaintsSoFar(),
    }
    if (step.audit) {
      await picture(step.name)
    }
    return shown
  }

  async function afterFault(step) {
    await picture(`failed ${step.name}`).catch(() => {})
    return {
      name: step.name,
      text: await page.locator('body').innerText({ timeout: 1000 }).catch(() => ''),
      ...complaintsSoFar(),
    }
  }

  return { settled, at, afterFault, faults }
}
