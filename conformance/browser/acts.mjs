// What a person does on a page. An act is {"kind", "test", "row", "text"}: `test` is the value of an attribute data-test,
// `row`, if it is there, a text of the row of a table in which it is.

export function hands(page, context, look) {
  let messages = []
  let questions = []
  let read = []
  let dialogFaults = []

  const find = ({ test, row }) => {
    const within = row === undefined ? page : page.locator('tbody tr').filter({ hasText: row }).first()
    return within.locator(`[data-test="${test}"]`).filter({ visible: true }).first()
  }

  async function field(one) {
    const found = find(one)
    await found.waitFor()
    const inner = found.locator('input, textarea')
    return (await inner.count()) > 0 ? inner.first() : found
  }

  const kinds = {
    fill: async (one) => (await field(one)).fill(one.text),
    press: async (one) => find(one).click(),
    key: async (one) => page.keyboard.press(one.text),
    until: async (one) => find(one).waitFor(),
    text: async (one) => page.getByText(one.text).filter({ visible: true }).first().waitFor(),
    gone: async (one) => page.locator(`[data-test="${one.test}"]`).filter({ visible: true }).first().waitFor({ state: 'hidden' }),
    tab: async (one) => page.getByRole('tab', { name: one.text }).click(),

    // An option of a list that opens; of one that takes several, the list stays open, and Tab leaves it.
    choose: async (one) => {
      await find(one).click()
      await page.locator('.el-select-dropdown__item').filter({ visible: true })
        .filter({ hasText: one.text }).first().click()
      await page.keyboard.press('Tab')
    },

    // The question before what cannot be taken back; `text` is "yes" or "no".
    answer: async (one) => {
      const box = page.locator('.confirm-box').filter({ visible: true })
      await box.waitFor()
      questions.push(await box.innerText())
      await box.locator(`.confirm-${one.text}`).click()
      await box.waitFor({ state: 'hidden' })
    },

    // The short message after a change; it is closed, so that the next one is another.
    said: async () => {
      const shown = page.locator('.el-message').filter({ visible: true })
      await shown.first().waitFor()
      messages.push(...(await shown.allInnerTexts()).map((each) => each.trim()))
      for (let i = await shown.count(); i > 0; i--) {
        await page.locator('.el-message .el-message__closeBtn').first().click({ timeout: 2000 }).catch(() => {})
      }
      await page.locator('.el-message').first().waitFor({ state: 'detached' })
    },

    read: async (one) => {
      const found = find(one)
      await found.waitFor()
      const inner = await field(one)
      const typed = await inner.evaluate((each) => (/^(INPUT|TEXTAREA)$/.test(each.tagName) ? each.value : null))
      read.push(typed ?? await found.innerText())
    },

    // What lies over the page is looked at by axe, too.
    audit: async () => dialogFaults.push(...await look.faults()),

    // As a page of another site would: `text` is a program, whose answer is read.
    run: async (one) => read.push(JSON.stringify(await page.evaluate(one.text))),

    // What is shown in each frame of the page.
    frames: async () => {
      await page.waitForLoadState('networkidle')
      for (const frame of page.mainFrame().childFrames()) {
        read.push(await frame.locator('body').innerText({ timeout: 5000 }).catch((fault) => String(fault)))
      }
    },

    cookies: async () => read.push(JSON.stringify(await context.cookies())),
  }

  function done() {
    const told = { messages, questions, read, dialogFaults }
    messages = []
    questions = []
    read = []
    dialogFaults = []
    return told
  }

  return { act: (one) => kinds[one.kind](one), done }
}
