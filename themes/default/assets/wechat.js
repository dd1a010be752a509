/* The card that a public page shows when it is forwarded inside WeChat. Only pages of a site with `wechat` in its
   careplan.yaml load this, and only WeChat loads WeChat's own script: the address that signs answers
   {timestamp, nonceStr, signature} for ?url=. Where anything fails the page stays as it is. */
(() => {
'use strict';
const { appid, sign } = document.currentScript.dataset;
if (!/MicroMessenger/.test(navigator.userAgent)) return;
const meta = name => (document.querySelector(`meta[property="og:${name}"]`) || {}).content || '';
const ask = new URL(sign);
ask.searchParams.set('url', location.href.split('#')[0]);
const sdk = document.createElement('script');
sdk.src = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js';
sdk.onload = () => fetch(ask).then(r => r.json()).then(({ timestamp, nonceStr, signature }) => {
  const { wx } = window, all = ['updateAppMessageShareData', 'updateTimelineShareData'];
  wx.config({ appId: appid, timestamp, nonceStr, signature, jsApiList: all });
  wx.ready(() => {
    const card = { title: meta('title'), desc: meta('description'), link: meta('url') || location.href, imgUrl: meta('image') };
    all.forEach(name => wx[name](card));
  });
}).catch(() => {});
document.head.append(sdk);
})();
