/** An XMPP client that costs next to nothing: it looks for the few words it waits for in a stream it never parses. */
import { connect } from 'node:net';

/** The host of all people; its rooms are at `rooms.` before it. */
export const xmppHost = 'bench.test';

const password = 'bench';

/**
 * Connects, registers this user, logs in and takes a resource. `enter` joins a room; `post` sends a message there and
 * resolves when the room sends it back to its sender. A room that archives has stored it by then.
 */
export async function openXmppSocket(port, user) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const stream = readStream(socket);
  const ask = (xml, word) => {
    socket.write(xml);
    return stream.waitFor(word);
  };
  const open = `<stream:stream to="${xmppHost}" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" version="1.0">`;
  await ask(open, '</stream:features>');
  const account = `<username>${user}</username><password>${password}</password>`;
  await ask(`<iq type="set" id="register"><query xmlns="jabber:iq:register">${account}</query></iq>`, idOf('register'));
  const secret = Buffer.from(`\0${user}\0${password}`).toString('base64');
  await ask(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${secret}</auth>`, '<success');
  await ask(open, '</stream:features>');
  await ask('<iq type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>', idOf('bind'));
  let lastId = 0;
  return {
    enter: (room) =>
      ask(
        `<presence to="${room}@rooms.${xmppHost}/${user}"><x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="0"/></x></presence>`,
        /code=["']110["']/,
      ),
    post: (room, text) => {
      const id = `${user}-${(lastId += 1)}`;
      const message = `<message type="groupchat" id="${id}" to="${room}@rooms.${xmppHost}"><body>${text}</body></message>`;
      return ask(message, idOf(id));
    },
    close: () => socket.end('</stream:stream>'),
  };
}

/** The beginning of a stanza with this id, as far as its end: one of the two quotes, attributes in any order. */
function idOf(id) {
  return new RegExp(`<(?:iq|message)\\s[^>]*\\bid=["']${id}["'][^>]*>`);
}

/** Waits for words in the order they were asked for; whoever asks later waits for what comes later. */
function readStream(socket) {
  const waiting = [];
  let text = '';
  const fail = (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  socket.setEncoding('utf8');
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the stream')));
  socket.on('data', (data) => {
    text += data;
    while (waiting.length > 0) {
      const [{ word, resolve, reject }] = waiting;
      const found = typeof word === 'string' ? plain(text, word) : word.exec(text);
      if (!found) break;
      waiting.shift();
      const [tag] = found;
      text = text.slice(found.index + tag.length);
      if (/\btype=["']error["']/.test(tag)) reject(new Error(`refused: ${tag}${text.slice(0, 300)}`));
      else resolve();
    }
    // What nobody waits for is let go; a tag may have been cut at the end.
    const keep = waiting.length > 0 ? text.lastIndexOf('<') : -1;
    text = keep === -1 ? '' : text.slice(keep);
  });
  return { waitFor: (word) => new Promise((resolve, reject) => waiting.push({ word, resolve, reject })) };
}

function plain(text, word) {
  const index = text.indexOf(word);
  return index === -1 ? null : Object.assign([word], { index });
}
