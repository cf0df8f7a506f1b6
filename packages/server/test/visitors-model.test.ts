/** People who are in a room for one question, against everything that can happen to it, in any order. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { limits, Refusal, type CommandName, type Person, type Visitor } from '@support-chat/protocol';
import { newCid } from '@support-chat/server/testing';
import fc from 'fast-check';
import { decide } from '../dist/commands/commands.js';
import { enterByLink } from '../dist/commands/links.js';
import { expireQuestion } from '../dist/questions/expire.js';
import { ana, ben, mia } from './kit.js';
import { heldFor, World } from './rights-world.js';

const day = 86_400_000;

const calling = (person: Person) => ({
  body: { kind: 'text', text: `@${person.id}`, mentions: [{ at: 0, chars: person.id.length + 1, person: person.id }] },
  invites: [person],
});

const reasonOf = ({ person, questions }: Visitor): string => `${person.id} ${questions.join()}`;

test('people can be called for so many questions together and no more, which keeps nobody out who comes by a link', () => {
  const secret = 'a'.repeat(32);
  const hash = createHash('sha256').update(secret).digest('hex');
  const world = new World();
  const submit = (name: CommandName, input: object, by: Person = mia): World =>
    world.add(by, ...decide(name, heldFor(world), by, { room: 'mail', cid: newCid(), ...input } as never));
  submit('room.create', { kind: 'rollout', title: 'x', purpose: '' });
  const call = (re: number): World => submit('message.post', { re, untilSolved: true, ...calling(ben) });
  for (let count = 0; count < limits.maxMembers; count += 1) {
    submit('message.post', { body: { kind: 'text', text: 'x' } }, ana);
    call(Math.max(...world.messages.keys()));
  }
  submit('message.post', { body: { kind: 'text', text: 'x' } }, ana);
  const question = world.head;
  assert.throws(() => call(question), { code: 'forbidden' });
  submit('link.make', { label: 'x', hash, expiresAt: 2, maxUses: 1, forQuestion: question });
  const guest: Person = { id: 'g', name: 'G', role: 'guest' };
  world.add(guest, ...enterByLink(heldFor(world), guest, { link: question + 1, secret }));
  assert.deepEqual([...world.members.keys()], ['ben', 'g']);
});

/** Any order of what people do to three questions of one room. */
type Step = { readonly kind: number; readonly of: number; readonly into: number };

test('whatever happens in whatever order, nobody is here for a question that is over, nor out before the last one is', () => {
  const secret = 'a'.repeat(32);
  const hash = createHash('sha256').update(secret).digest('hex');
  let visits = 0;
  let ends = 0;
  let stays = 0;
  let emptied = 0;
  const step = fc.record({ kind: fc.nat(22), of: fc.nat(2), into: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps: Step[]) => {
      const world = new World();
      let time = 1_000;
      const submit = (name: CommandName, input: object, by: Person = mia) => {
        const held = { ...heldFor(world), now: (time += 1) };
        world.add(by, ...decide(name, held, by, { room: 'mail', cid: newCid(), ...input } as never));
      };
      const asked = (): void => submit('message.post', { body: { kind: 'text', text: 'x' } }, ana);
      submit('room.create', { kind: 'rollout', title: 'x', purpose: '' });
      for (let count = 0; count < 3; count += 1) asked();
      const links: number[] = [];
      const forGood = new Set<string>();
      const answers: number[] = [];
      const run = ({ kind, of, into }: Step): void => {
        const question = of + 2;
        const fields = { label: 'x', hash, expiresAt: time + 50, maxUses: 5, forQuestion: question };
        const person = { id: `p${time}`, name: 'P', role: 'employee' } as const;
        const held = { ...heldFor(world), now: (time += 1) };
        switch (kind) {
          case 0:
            submit('link.make', fields);
            links.push(world.head - 1);
            break;
          case 1:
          case 2: {
            const guest: Person = { id: `g${time}`, name: 'G', role: 'guest' };
            const link = links[into % Math.max(1, links.length)] ?? 0;
            world.add(guest, ...enterByLink(held, guest, { link, secret }));
            break;
          }
          case 3:
            submit('message.post', { re: question, untilSolved: true, ...calling(person) });
            break;
          case 4:
            submit('question.resolve', { question });
            break;
          case 5:
            submit('question.reopen', { question });
            break;
          case 6:
            submit('question.merge', { question, into: into + 2 });
            break;
          case 7:
            submit('question.split', { question, into: world.messages.get(question)?.question?.merged?.into ?? 2 });
            break;
          case 8: {
            const visitor = world.room?.visitors?.[of];
            if (!visitor) break;
            submit('member.add', { person: visitor.person, as: into ? 'expert' : visitor.as });
            forGood.add(visitor.person.id);
            break;
          }
          case 9:
            world.add(mia, ...expireQuestion({ ...held, now: held.now + 90 * day }, question));
            break;
          case 10:
            submit(of === 0 && world.room?.state === 'open' ? 'room.close' : 'room.reopen', { reason: '' });
            break;
          case 11: {
            const visitor = world.room?.visitors?.[of];
            if (visitor) submit('member.remove', { person: visitor.person.id }, into ? mia : visitor.person);
            break;
          }
          case 12:
            submit('message.post', { re: question, ...calling(person) });
            forGood.add(person.id);
            break;
          case 13:
            if (into === 0) submit('question.move', { question, toRoom: 'rollout' });
            break;
          case 14:
          case 15:
            // Its author, or support, which takes no question back.
            submit('message.retract', { message: question, reason: 'x' }, into ? ana : mia);
            break;
          case 16:
          case 17:
            submit(into ? 'question.join' : 'question.leave', { question }, ben);
            break;
          case 18:
            submit('message.post', { re: question, body: { kind: 'text', text: 'x' } });
            answers.push(Math.max(...world.messages.keys()));
            break;
          case 19: {
            const answer = answers.at(-1 - of) ?? 0;
            submit('question.answer', { question: world.messages.get(answer)?.re ?? 0, answer });
            break;
          }
          case 20:
            submit('message.retract', { message: answers.at(-1 - of) ?? 0 });
            break;
          default: {
            // Once more whom somebody called before, or who came by a link.
            const again = world.room?.visitors?.[into];
            if (!again) break;
            const untilSolved = kind === 21 || of > 0;
            submit('message.post', { re: question, ...calling(again.person), ...(untilSolved && { untilSolved }) });
            if (again.as === 'guest') break;
            if (untilSolved) {
              const isFor = ({ person: { id }, questions }: Visitor): boolean =>
                id === again.person.id && String(questions) === String(question);
              assert.equal(world.room?.visitors?.filter(isFor).length, 1, 'they are here for this one, too');
            } else forGood.add(again.person.id);
          }
        }
      };
      for (const each of steps) {
        const before = world.room?.visitors ?? [];
        const people = [...world.members.keys()];
        try {
          run(each);
        } catch (error) {
          assert.ok(error instanceof Refusal, String(error));
        }
        const { visitors = [], links: open = [], state, members = 0 } = world.room ?? {};
        visits += visitors.length;
        ends += Math.max(0, before.length - visitors.length);
        const isOver = ({ questions }: { readonly questions: readonly number[] }): boolean => {
          const last = world.messages.get(questions.at(-1) ?? 0)?.question;
          return state === 'closed' || !last || ['resolved', 'merged', 'moved'].includes(last.state);
        };
        /** What was let in for a question that is split is here for that one. */
        const split = ({ questions }: Visitor): Pick<Visitor, 'questions'> => {
          const isSplit = each.kind === 7 && questions.at(-2) === each.of + 2;
          return { questions: isSplit ? questions.slice(0, -1) : questions };
        };
        for (const { by, retracted, question } of world.messages.values()) {
          if (!question || !['open', 'claimed', 'answered'].includes(question.state)) continue;
          const isEmpty = retracted?.by.id === by.id && question.affected.every((id) => id === by.id);
          assert.ok(!isEmpty, 'nobody waits for what nobody asks');
          emptied += retracted ? 1 : 0;
          const answer = question.answer === null ? undefined : world.messages.get(question.answer);
          assert.equal(
            question.state === 'answered',
            answer !== undefined && !answer.retracted,
            'answered is what has an answer',
          );
        }
        assert.deepEqual(visitors.filter(isOver), [], JSON.stringify(each));
        assert.deepEqual(open.filter(isOver), [], JSON.stringify(each));
        assert.ok(visitors.every(({ person: { id } }) => world.members.has(id)));
        const [ids, reasons] = [visitors.map(({ person: { id } }) => id), visitors.map(reasonOf)];
        assert.equal(new Set(reasons).size, visitors.length);
        stays += ids.length - new Set(ids).size;
        for (const id of people.filter((one) => !world.members.has(one)))
          if (each.kind === 11) forGood.delete(id);
          else
            assert.ok(
              !forGood.has(id) && before.every((one) => one.person.id !== id || isOver(split(one))),
              'not before it is over',
            );
        assert.equal(world.members.size, members);
        // Guests by such a link are here as visitors, or not at all.
        for (const { person, as } of world.members.values())
          if (as === 'guest') assert.ok(visitors.some(({ person: { id } }) => id === person.id));
      }
    }),
    { numRuns: 1_000 },
  );
  assert.ok(visits > 1_000 && ends > 100 && stays > 20, `${visits} visits, ${ends} ends, ${stays} for more than one`);
  assert.ok(emptied > 100, `${emptied} questions without words`);
});
