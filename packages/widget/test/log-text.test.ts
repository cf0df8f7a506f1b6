/** What is pasted from a log is told from what somebody wrote, in any language. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksLikeLog } from '../dist/late/log-text.js';

const logs = [
  '2026-11-30T10:00:00Z INFO start\n2026-11-30T10:00:01Z ERROR boom\n2026-11-30T10:00:02Z INFO stop',
  'Error: boom\n    at f (a.js:1:2)\n    at g (b.js:3:4)\n    at h (c.js:5:6)',
  'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    f()\n    raise X\nCaused by: y',
  '{\n  "name": "x",\n  "port": 3000\n}',
  'PID\tUSER\tCMD\n1\troot\tinit\n2\troot\tkthreadd',
  'server=mail.example\nport=993\ntls=on',
  '<configuration>\n  <server name="x" />\n  <port>1</port>\n</configuration>',
];
const letters = [
  'Outlook asks for my password.\nI typed it three times.\nWhat can I do?',
  '10:30に会議があります。\nVPNが切れます。\nどうすればいいですか。',
  '- first I opened it\n- then it closed\n- now nothing',
  'one\ntwo',
  '```\n{\n}\n```\n{\n}',
  '',
  'Thanks!\n\nBest regards\nAna\n+81 3 1234',
  '「接続できません」と出ます\n・再起動しました\n・変わりません',
];

test('logs, stacks, settings and tables look like it; what people write does not', () => {
  for (const text of logs) assert.ok(looksLikeLog(text), text);
  for (const text of letters) assert.ok(!looksLikeLog(text), text);
});

test('T24 a long text is looked at in a bounded number of steps', () => {
  for (const unit of ['\t', ' ', 'a=', '[', '<a ', '\n', '{'])
    assert.equal(typeof looksLikeLog(unit.repeat(200_000)), 'boolean');
});
