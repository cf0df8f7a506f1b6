import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageIn, roomLink } from '../dist/room-link.js';

test('a link names room and message in the fragment, or as a parameter where the page has a fragment of its own', () => {
  assert.equal(roomLink('https://i.example/mail', 'rollout'), 'https://i.example/mail#support-chat=rollout');
  assert.equal(roomLink('https://i.example/?a=1', 'vpn', 12), 'https://i.example/?a=1#support-chat=vpn/12');
  assert.equal(roomLink('https://i.example/#/news', 'vpn', 12), 'https://i.example/?support-chat=vpn/12#/news');
  assert.equal(roomLink('https://i.example/?a=1#x#y', 'vpn'), 'https://i.example/?a=1&support-chat=vpn#x#y');
});

test('an address is taken with or without https, and nothing else is', () => {
  assert.equal(pageIn(' https://i.example/new-mail '), 'https://i.example/new-mail');
  assert.equal(pageIn('intranet.example/x'), 'https://intranet.example/x');
  assert.equal(pageIn('intranet:8080/x'), 'https://intranet:8080/x');
  for (const text of [
    '',
    ' ',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://ana:pw@i.example',
    'http://',
    'a b',
  ])
    assert.equal(pageIn(text), null, text);
});
