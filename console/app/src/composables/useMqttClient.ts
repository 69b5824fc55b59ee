import { onScopeDispose, ref, shallowRef } from 'vue'
import type { MqttClient } from 'mqtt'
import { connect, mostLines, payloadText, type ConnectForm, type LogLine } from '@/model/mqtt'

export interface Words {
  connected: string
  ended: string
  unopened: string
  granted: (filter: string, qos: number) => string
  refused: (filter: string, code: number) => string
}

const message = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

/** One client of MQTT.js: its state, its subscriptions, and a bounded log that is drawn a few times a second. */
export function useMqttClient(words: Words) {
  const state = ref<'idle' | 'connecting' | 'connected'>('idle')
  const filters = ref<{ filter: string; qos: number }[]>([])
  const log = shallowRef<LogLine[]>([])
  const received = ref(0)
  const sent = ref(0)
  let client: MqttClient | undefined
  let attempt = 0
  let fresh: LogLine[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let lines = 0
  let came = 0
  let told = false

  function draw() {
    timer = undefined
    log.value = [...log.value, ...fresh].slice(-mostLines)
    fresh = []
    received.value = came
  }

  function add(line: Omit<LogLine, 'id' | 'at'>) {
    fresh.push({ id: ++lines, at: Date.now(), ...line })
    if (fresh.length > mostLines) {
      fresh.shift()
    }
    timer ??= setTimeout(draw, 100)
  }

  function ended() {
    if (state.value === 'idle') {
      return
    }
    // Why an address cannot be opened is what browsers tell no page; a refusal of the service has its own line.
    const unopened = state.value === 'connecting' && !told
    state.value = 'idle'
    filters.value = []
    add(unopened ? { kind: 'bad', text: words.unopened } : { kind: 'note', text: words.ended })
  }

  async function start(form: ConnectForm) {
    const mine = ++attempt
    state.value = 'connecting'
    told = false
    try {
      const made = await connect(form)
      if (mine !== attempt) {
        made.end(true)
        return
      }
      client = made
      made.on('connect', () => {
        state.value = 'connected'
        add({ kind: 'note', text: words.connected })
      })
      made.on('message', (topic, payload, packet) => {
        came++
        const { qos, retain } = packet
        add({ kind: 'in', topic, qos, retain, bytes: payload.length, text: payloadText(payload) })
      })
      made.on('error', (error) => {
        told = true
        add({ kind: 'bad', text: message(error) })
      })
      made.on('disconnect', (packet) => add({ kind: 'bad', text: `DISCONNECT ${packet.reasonCode ?? ''}` }))
      made.on('close', () => {
        if (client === made) {
          client = undefined
          made.end(true)
          ended()
        }
      })
    } catch (thrown) {
      add({ kind: 'bad', text: message(thrown) })
      state.value = 'idle'
    }
  }

  function end() {
    attempt++
    told = true
    client?.end(true)
    client = undefined
    ended()
  }

  async function subscribe(filter: string, qos: 0 | 1 | 2) {
    try {
      const granted = (await client?.subscribeAsync(filter, { qos })) ?? []
      for (const one of granted) {
        const code: number = one.qos
        if (code >= 128) {
          add({ kind: 'bad', text: words.refused(one.topic, code) })
        } else {
          filters.value = [...filters.value.filter((f) => f.filter !== one.topic), { filter: one.topic, qos: code }]
          add({ kind: 'note', text: words.granted(one.topic, code) })
        }
      }
    } catch (thrown) {
      add({ kind: 'bad', text: message(thrown) })
    }
  }

  async function unsubscribe(filter: string) {
    try {
      await client?.unsubscribeAsync(filter)
      filters.value = filters.value.filter((f) => f.filter !== filter)
    } catch (thrown) {
      add({ kind: 'bad', text: message(thrown) })
    }
  }

  async function publish(topic: string, text: string, qos: 0 | 1 | 2, retain: boolean) {
    if (!client) {
      return
    }
    try {
      const payload = new TextEncoder().encode(text)
      await client.publishAsync(topic, payload as never, { qos, retain })
      sent.value++
      add({ kind: 'out', topic, qos, retain, bytes: payload.length, text: payloadText(payload) })
    } catch (thrown) {
      add({ kind: 'bad', text: message(thrown) })
    }
  }

  function clear() {
    fresh = []
    log.value = []
  }

  onScopeDispose(() => {
    end()
    clearTimeout(timer)
  })
  return { state, filters, log, received, sent, start, end, subscribe, unsubscribe, publish, clear }
}
