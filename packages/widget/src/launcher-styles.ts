/** Styles of `<support-chat>` itself. Plain text, so that the launcher needs no library; kept short, each byte is on every page. */
export const launcherStyles = `
:host{--_a:var(--support-chat-accent,light-dark(oklch(.5 .13 255),oklch(.72 .12 255)));color-scheme:light dark;
position:fixed;z-index:2147483000;inset-block-end:calc(var(--support-chat-offset,20px) + env(safe-area-inset-bottom,0px));
inset-inline-end:calc(var(--support-chat-offset,20px) + env(safe-area-inset-right,0px));
font:600 14px/1.2 var(--support-chat-font,system-ui,"Hiragino Sans","Noto Sans JP","Yu Gothic UI",Meiryo,sans-serif)}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
:host([position$=start]){inset-inline:calc(var(--support-chat-offset,20px) + env(safe-area-inset-left,0px)) auto}
:host([position^=top]){inset-block:calc(var(--support-chat-offset,20px) + env(safe-area-inset-top,0px)) auto}
:host([mode=inline]){position:static;display:block;block-size:var(--support-chat-height,560px);z-index:auto}
:host([hidden]){display:none}
button{position:relative;display:flex;align-items:center;justify-content:center;gap:8px;min-inline-size:54px;min-block-size:54px;padding:0 14px;border:0;
border-radius:27px;cursor:pointer;font:inherit;color:oklch(from color(from var(--_a) xyz 0 clamp(0,(.179 - y)*10000,9) 0) clamp(0,l,1) 0 0);background:var(--_a);
box-shadow:0 1px 2px oklch(.2 .02 260/.15),0 6px 20px oklch(.2 .02 260/.22);transition:transform 140ms;touch-action:manipulation}
button:hover{transform:translateY(-1px)}
button:focus-visible{outline:3px solid light-dark(oklch(.45 .15 255),oklch(.85 .1 255));outline-offset:3px}
button[aria-busy=true] svg{animation:p 900ms 300ms infinite alternate}
@keyframes p{to{opacity:.35}}
button[hidden],:host([mode=inline]) button:not(.f),:host([mode=panel]) button:not(.f){display:none}
svg{display:block;flex:none}
i{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-inline-size:22px;padding:0 6px;border-radius:11px;font:700 12px/22px system-ui,sans-serif;text-align:center;
color:#fff;background:oklch(.53 .2 27);box-shadow:0 0 0 2px light-dark(#fff,#16181d);font-variant-numeric:tabular-nums}
i:empty{display:none}
.f span{max-inline-size:220px;padding:8px 0;text-align:start;word-break:auto-phrase}
.f slot{display:none}
.f i{inset-block-start:-12px}
.h,button:not(.f) span{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.frame{color-scheme:inherit;padding:0;margin:0;overflow:hidden;border:0;background:transparent}
.frame.inline{block-size:100%;border:1px solid light-dark(oklch(.91 .006 260),oklch(.35 .012 260));border-radius:12px}
dialog.frame{position:fixed;inset:auto;inset-block-end:calc(16px + env(safe-area-inset-bottom,0px));inset-inline-end:16px;inline-size:min(400px,100vw - 32px);
block-size:min(680px,100dvh - 32px);max-inline-size:none;max-block-size:none;border:1px solid light-dark(oklch(.91 .006 260),oklch(.35 .012 260));border-radius:12px;
box-shadow:0 1px 2px oklch(.2 .02 260/.08),0 12px 40px oklch(.2 .02 260/.22)}
:host([position$=start]) dialog.frame{inset-inline:16px auto}
:host([position^=top]) dialog.frame{inset-block:16px auto}
dialog.frame.panel{inset-block:0;inset-inline-end:0;block-size:100dvh;border-width:0;border-inline-start-width:1px;border-radius:0}
:host([position$=start]) dialog.frame.panel{inset-inline:0 auto;border-width:0;border-inline-end-width:1px}
dialog.frame:popover-open,dialog.frame[open]{animation:s 140ms cubic-bezier(.2,0,0,1)}
@keyframes s{from{opacity:0;transform:translateY(8px)}}
@media(max-width:480px){:host dialog.frame{inset:0;inline-size:100vw;block-size:100dvh;border:0;border-radius:0}}
@media(prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
`;
