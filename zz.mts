import { startPostgres } from './test/services/postgres.ts';
import { spawnSync } from 'node:child_process';
const P=await startPostgres(['shared_buffers=256MB']);if(!P)throw 1;
spawnSync('node',['/tmp/sx/prof.mjs',P.url],{stdio:'inherit'});
for(let i=0;i<3;i++)spawnSync('node',['/tmp/sx/tune.mjs','/tmp/sx','0','',P.url],{stdio:'inherit'});
await P.remove();
