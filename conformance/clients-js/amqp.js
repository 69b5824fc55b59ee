// amqplib: consumes a queue with a tag of its own choice, publishes to a topic with confirms, and tries to declare a
// queue. Prints what happens as lines of JSON. The only argument says where and as whom, as JSON.
'use strict';
const amqp = require('amqplib');

const { protocol, port, user, password, signKey, queue, topic, count } = JSON.parse(process.argv[2]);

function tell(what) {
  console.log(JSON.stringify(what));
}

async function main() {
  const connection = await amqp.connect(
    { protocol, hostname: '127.0.0.1', port, username: user, password, vhost: 'MQTT', heartbeat: 5 },
    { clientProperties: { signKey }, rejectUnauthorized: false });
  connection.on('error', error => tell({ error: error.message }));
  const consumer = await connection.createChannel();
  await consumer.prefetch(10);
  const { consumerTag } = await consumer.consume(queue, message => {
    tell({ consumed: message.content.toString(), headers: message.properties.headers, id: message.properties.messageId });
    consumer.ack(message);
  }, { consumerTag: 'chosen-by-the-client' });
  tell({ tag: consumerTag });
  const publisher = await connection.createConfirmChannel();
  for (let i = 0; i < count; i++) {
    publisher.publish(topic, topic, Buffer.from('from node ' + i));
  }
  await publisher.waitForConfirms();
  tell({ confirmed: count });
  process.stdin.resume();
  process.stdin.once('data', async () => {
    try {
      await (await connection.createChannel()).assertQueue('mine');
      tell({ declared: true });
    } catch (error) {
      tell({ refused: error.message });
    }
    process.exit(0);
  });
}

main().catch(error => {
  tell({ failed: error.message });
  process.exit(1);
});
