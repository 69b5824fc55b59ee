// One MQTT.js client that obeys lines of JSON: it answers each with one line, and writes a line for each message.
'use strict';
const mqtt = require('mqtt');
const readline = require('node:readline');

let client;

function say(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

function done(event) {
  return (error) => say(error ? { event: 'error', text: String(error) } : { event });
}

function connect({ uri, clientId, username, password, clean, version }) {
  const options = { clientId, username, password, clean, protocolVersion: version, reconnectPeriod: 0 };
  if (version === 5 && !clean) {
    options.properties = { sessionExpiryInterval: 600 };
  }
  client = mqtt.connect(uri, options);
  client.on('connect', () => say({ event: 'connect', code: 0 }));
  client.on('error', (error) => {
    if (typeof error.code === 'number') {
      say({ event: 'connect', code: error.code });
    } else {
      say({ event: 'error', text: String(error) });
    }
  });
  client.on('message', (topic, payload, packet) => {
    say({ event: 'message', topic, payload: payload.toString(), qos: packet.qos });
  });
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  switch (order.do) {
    case 'connect':
      return connect(order);
    case 'subscribe':
      return client.subscribe(order.filter, { qos: order.qos }, done('subscribe'));
    case 'unsubscribe':
      return client.unsubscribe(order.filter, done('unsubscribe'));
    case 'publish':
      return client.publish(order.topic, order.payload, { qos: order.qos }, done('publish'));
    case 'disconnect':
      return client.end(false, {}, done('disconnect'));
    default:
      return say({ event: 'error', text: 'no such order: ' + order.do });
  }
});
