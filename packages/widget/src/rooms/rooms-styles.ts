/** Styles of `<support-chat-rooms>`. Plain text: it needs no library. */
export const roomsStyles = `
:host{--_a:var(--support-chat-accent,light-dark(oklch(.5 .13 255),oklch(.72 .12 255)));
--_at:light-dark(oklch(from var(--_a) min(l,.49) min(c,.16) h),oklch(from var(--_a) max(l,.78) min(c,.14) h));
--_q:light-dark(oklch(.47 .014 260),oklch(.76 .01 260));--_s:light-dark(oklch(1 0 0),oklch(.22 .008 260));
--_l:light-dark(oklch(.91 .006 260),oklch(.35 .012 260));--_c:light-dark(oklch(.62 .012 260),oklch(.6 .014 260));
color-scheme:light dark;display:block;font:400 14px/1.5 var(--support-chat-font,system-ui,"Hiragino Sans","Noto Sans JP","Yu Gothic UI",Meiryo,sans-serif);
color:light-dark(oklch(.24 .012 260),oklch(.95 .004 260));line-break:strict}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box}
h2,::slotted(*){margin:0 0 8px}
h2{font-size:18px;line-height:1.35}
input{inline-size:100%;min-block-size:44px;padding:8px 12px;font:inherit;font-size:16px;color:inherit;background:var(--_s);border:1px solid var(--_c);border-radius:12px}
input::placeholder{color:var(--_q);opacity:1}
button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;touch-action:manipulation}
:focus-visible{outline:2px solid var(--_at);outline-offset:2px}
ul{margin:12px 0 0;padding:0;list-style:none}
.topics{display:flex;flex-wrap:wrap;gap:8px}
.topics button{min-block-size:32px;padding-inline:12px;color:var(--_at);font-weight:600;border-radius:16px;
background:light-dark(oklch(from var(--_a) .95 min(c,.028) h),oklch(from var(--_a) .36 min(c,.065) h))}
.topics [aria-pressed=true]{color:oklch(from color(from var(--_a) xyz 0 clamp(0,(.179 - y)*10000,9) 0) clamp(0,l,1) 0 0);background:var(--_a)}
.rooms{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(260px,100%),1fr));gap:8px}
.rooms[aria-busy=true]{opacity:.6}
.room{display:block;inline-size:100%;block-size:100%;padding:10px 14px;color:inherit;text-align:start;text-decoration:none;background:var(--_s);border:1px solid var(--_l);border-radius:12px}
.room:hover{border-color:var(--_at)}
.room>*{display:block;overflow-wrap:anywhere}
b{font-size:15px}
.purpose{display:-webkit-box!important;overflow:hidden;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.purpose,.marks,.state{color:var(--_q)}
.marks{font-size:12px}
.marks strong{color:var(--_at)}
.purpose:empty,.marks:empty,.state:empty{display:none!important}
.state{margin:12px 0 0}
.state button{min-block-size:32px;padding-inline:8px;color:var(--_at);font-weight:600}
.waits{animation:w 1ms 300ms backwards}
@keyframes w{from{opacity:0}}
.h{position:absolute;inline-size:1px;block-size:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;
