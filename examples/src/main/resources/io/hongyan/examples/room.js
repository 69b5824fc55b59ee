'use strict'

const MOST_SHOWN = 50
const element = id => document.getElementById(id)

function state(text, mayWrite) {
  element('state').textContent = text
  element('text').disabled = element('send').disabled = !mayWrite
}

function show(comment) {
  const line = document.createElement('p')
  line.textContent = comment.name + ': ' + comment.text // as text: a comment is never markup
  element('stage').append(line)
  if (element('stage').children.length > MOST_SHOWN) element('stage').firstChild.remove()
}

async function enter() {
  const answer = await fetch('/login' + location.search)
  if (!answer.ok) return state(await answer.text(), false)
  const ticket = await answer.json()
  const client = mqtt.connect(ticket.url, {
    protocolVersion: 5,
    clientId: ticket.clientId,
    resubscribe: false,
    username: ticket.username,
    password: ticket.password
  })
  let muted = false
  const present = () => state(muted ? ticket.name + ' is muted' : ticket.name + ' is in the room', !muted)

  client.on('connect', () => client.subscribe(ticket.down, error => error ? state(error.message, false) : present()))
  client.on('close', () => state('the connection is lost; trying again', false))
  client.on('error', error => state(error.message, false))
  client.on('message', (topic, payload) => {
    const message = JSON.parse(payload.toString())
    if (topic === ticket.down) return show(message)
    muted = message.muted // to this client alone: no subscription brings it
    present()
  })
  element('form').addEventListener('submit', event => {
    event.preventDefault()
    const comment = { name: ticket.name, clientId: ticket.clientId, text: element('text').value }
    client.publish(ticket.up, JSON.stringify(comment))
    element('text').value = ''
  })
}

enter().catch(error => state(error.message, false))
