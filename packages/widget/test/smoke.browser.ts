import { expect } from '@open-wc/testing';
import { cast } from '@support-chat/protocol/samples';
import { createTestServer } from '@support-chat/client/testing';
import { createClient } from '@support-chat/client';
import { defineParts } from '../dist/parts.js';
import axe from 'axe-core';
import { setViewport, emulateMedia } from '@web/test-runner-commands';
describe('smoke', () => {
  it('works', async () => {
    defineParts(); await setViewport({width:360,height:700});
    expect(cast.ana.id).to.equal('ana');
    expect(createTestServer().epoch).to.equal('epoch-1');
    expect(typeof axe.run).to.equal('function');
    expect(document.visibilityState).to.equal('visible');
    expect(innerWidth).to.equal(360);
    expect(typeof createClient).to.equal('function');
  });
});
