// The official libraries of Alibaba Cloud for Node, by their generic calls: each line of JSON that it reads is a call,
// and it answers each with one line. The first line says which library, the endpoint and the AccessKey.
'use strict';
const RpcClient = require('@alicloud/pop-core').RPCClient;
const OpenApi = require('@alicloud/openapi-core');
const readline = require('node:readline');

const VERSION = '2020-04-20';

// pop-core: HMAC-SHA1 of RPC style. Of a POST all parameters travel in a form.
function older({ endpoint, accessKey, secretKey }) {
  const client = new RpcClient(
    { endpoint: 'http://' + endpoint, apiVersion: VERSION, accessKeyId: accessKey, secretAccessKey: secretKey }, true);
  return async ({ action, method, parameters }) => {
    try {
      const [json, { response }] = await client.request(action, parameters, { method });
      return { status: response.statusCode, json };
    } catch (error) {
      if (!error.entry) {
        throw error;
      }
      return { status: error.entry.response.statusCode, json: error.data };
    }
  };
}

// openapi-core: ACS3-HMAC-SHA256.
function newer({ endpoint, accessKey, secretKey }) {
  const client = new OpenApi.default(new OpenApi.$OpenApiUtil.Config(
    { endpoint, protocol: 'http', accessKeyId: accessKey, accessKeySecret: secretKey }));
  return async ({ action, method, form, parameters }) => {
    const how = new OpenApi.$OpenApiUtil.Params({
      action, version: VERSION, protocol: 'http', pathname: '/', method, authType: 'AK', style: 'RPC',
      reqBodyType: 'formData', bodyType: 'json',
    });
    const request = new OpenApi.$OpenApiUtil.OpenApiRequest(form ? { body: parameters } : { query: parameters });
    try {
      const { statusCode, body } = await client.callApi(how, request, {});
      return { status: statusCode, json: body };
    } catch (error) {
      if (!error.statusCode) {
        throw error;
      }
      return { status: error.statusCode, json: { Code: error.code } };
    }
  };
}

function say(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

let call;
readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const order = JSON.parse(line);
  if (!call) {
    call = order.library === 'pop-core' ? older(order) : newer(order);
    return;
  }
  try {
    say(await call(order));
  } catch (error) {
    say({ status: 0, json: { Code: String(error) } });
  }
});
