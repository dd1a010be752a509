/* careplan: everything here adds to pages that are complete without it.
   No clock but the reader's; it asks for the page's own version and a shop's waiting line. */
(() => {
'use strict';
const doc = document, root = doc.documentElement;
const $ = (s, p) => (p || doc).querySelector(s);
const $$ = (s, p) => [...(p || doc).querySelectorAll(s)];
const guard = f => { try { f(); } catch (e) { console.error(e); } };   // what fails alone leaves the rest
const each = (s, f) => $$(s).forEach(e => guard(() => f(e)));
const make = (tag, cls, text) => {
  const e = doc.createElement(tag);
  if (cls) e.className = cls;
  if (text) e.textContent = text;
  return e;
};
const pad = n => String(n).padStart(2, '0');
const date = s => { const p = s.split('-'); return new Date(p[0], p[1] - 1, p[2], 12); };
const iso = d => d.getFullYear() + '-' + pad(d.getMonth() + 1) + '-' + pad(d.getDate());
const days = (a, b) => Math.round((date(b) - date(a)) / 864e5);
const smooth = matchMedia('(prefers-reduced-motion:reduce)').matches ? 'auto' : 'smooth';
const now = new Date(), today = root.dataset.today || iso(now);   // data-today, data-now: for tests and screenshots only

/* the words of the script; those of the clinic's own trade stand in the page */
const words = {
  zh: {
    say: d => `${d.getMonth() + 1}月${d.getDate()}日 周${'日一二三四五六'[d.getDay()]}`,
    phase: (n, all) => `第 ${n} 天，共 ${all} 天`, over: all => `共 ${all} 天，已完成`,
    leaf: n => n > 1 ? ['还有', n, '天'] : ['就在', n ? '明' : '今', '天'],
    near: n => ({ 0: '今天', 1: '明天', '-1': '昨天' }[n] || (n > 0 ? n + ' 天后' : -n + ' 天前')),
    lunar: s => s + '，', today: '今天', none: '这一天没有安排',
    slide: '左右拖动，对比两张照片', sides: ['左边', '右边'], missing: '未拍', photo: '照片', close: '关闭',
    ics: '点右上角 ··· 选“在浏览器打开”，再存日历',
    copied: '已复制，去微信粘贴', copy: '请长按文字复制',
    until: n => n < 0 ? '，已过期' : n ? `，还有 ${n} 天` : '，今天最后一天',
    open: '营业中', shut: '已打烊'
  },
  en: {
    say: d => d.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' }),
    phase: (n, all) => `Day ${n} of ${all}`, over: all => `All ${all} days done`,
    leaf: n => ['in', n, n === 1 ? 'day' : 'days'],
    near: n => ({ 0: 'today', 1: 'tomorrow', '-1': 'yesterday' }[n] || (n > 0 ? `in ${n} days` : -n + ' days ago')),
    lunar: s => s + ', ', today: 'Today', none: 'Nothing on this day',
    slide: 'Drag to compare the two photos', sides: ['Left', 'Right'], missing: ': none', photo: 'Photos', close: 'Close',
    ics: 'Tap ··· and choose “Open in browser” to save the calendar',
    copied: 'Copied', copy: 'Press and hold to copy',
    until: n => n < 0 ? ' (expired)' : n ? `, ${n} day${n > 1 ? 's' : ''} left` : ', last day today',
    open: 'Open now', shut: 'Closed'
  }
}[/^zh/i.test(root.lang) ? 'zh' : 'en'];
const say = s => words.say(date(s));

/* does an item fall on a day? data-on is "w135" (weekdays, 0 is Sunday), "*" (always), or days and ranges:
   "2026-01-10 01-17/02-28 03-07/05-30/7", the year given where it changes, /7 for every seventh day of a range */
const lists = {};
function falls(on, day) {
  if (on === '*') return true;
  if (on[0] === 'w') return on.includes(date(day).getDay());
  let y;
  const full = s => s[5] ? (y = s.slice(0, 5), s) : y + s;
  lists[on] = lists[on] || on.split(' ').map(s => {
    const [a, b, step] = s.split('/'), from = full(a);
    return [from, b ? full(b) : from, step || 1];
  });
  return lists[on].some(([a, b, step]) => a <= day && day <= b && days(a, day) % step === 0);
}

/* progress of the plan */
each('[data-phase]', e => {
  const [a, b] = e.dataset.phase.split('/'), n = days(a, today) + 1, all = days(a, b) + 1;
  if (n < 1) return;
  e.style.setProperty('--x', Math.min(n / all, 1) * 100 + '%');
  $('span', e).textContent = n > all ? words.over(all) : words.phase(n, all);
});

/* next revisit: its own words are data-next and data-over */
each('[data-next]', e => {
  const all = $$('ol>li', e), leaf = $('.leaf', e), big = $('.big', e), sub = $('.sub', e), bring = $('.bring[hidden]', e);
  const next = all.find(li => li.dataset.on >= today && !('done' in li.dataset));
  all.forEach(li => { if (li.dataset.on < today) li.className = 'sub'; });
  if (!next) { big.textContent = e.dataset.over; sub.textContent = ''; return; }
  const n = days(today, next.dataset.on), t = $$('*', leaf), about = $('.about', next), take = $('.take', next);
  $('h2', e).textContent = e.dataset.next;
  big.textContent = say(next.dataset.on) + ($('.at', next) ? ' ' + next.dataset.l : '');
  sub.textContent = about ? about.textContent : next.dataset.t;
  if (take) { $('span', bring).textContent = take.textContent; bring.hidden = false; }
  words.leaf(n).forEach((s, i) => { t[i].textContent = s; });
  leaf.hidden = false;
});

/* month calendar: tap a day, see its list */
each('[data-cal]', card => {
  const strip = $('.strip', card), panel = $('[data-day]', card), months = $$('.month', strip), cells = {};
  const rank = e => 'rbthmf'.indexOf(e.dataset.k), at = e => 'th'.includes(e.dataset.k) && e.dataset.l || '';
  const items = $$('[data-k][data-on]').sort((a, b) => rank(a) - rank(b) || (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
  let sel, timer;
  const fit = m => { strip.style.height = m.offsetHeight + 'px'; };
  const go = (m, behavior) => { strip.scrollTo({ left: m.offsetLeft - months[0].offsetLeft, behavior }); fit(m); };
  const title = h => $$('.tag', h).reduce((v, x) => v.replace(x.textContent, ''), h.textContent);
  const short = it => {
    const { k, l, t, s } = it.dataset, li = make('li', 'k-' + k), d = make('div'), h = $('h3', it), sub = $('.about', it);
    li.append(make('span', 'l', l || h.textContent), d);
    if (k === 'f') d.textContent = $('div', it).firstChild.nodeValue;
    else d.append(make('b', '', t || title(h)), make('span', 'sub', s || sub && sub.textContent.trim()));
    return li;
  };
  function show(day) {
    if (sel) mark(false);
    sel = day;
    mark(true);
    const h = make('h3', '', say(day)), list = make('ul', 'acts');
    h.append(make('small', '', (cells[day].lunar ? words.lunar(cells[day].lunar) : '') + words.near(days(today, day))));
    list.append(...items.filter(it => falls(it.dataset.on, day)).map(short));
    panel.textContent = '';
    panel.append(h, list.firstChild ? list : make('p', 'sub', words.none));
    panel.hidden = false;
  }
  function mark(on) {
    const a = cells[sel];
    a.parentNode.classList.toggle('sel', on);
    a.tabIndex = on ? 0 : -1;
    a.setAttribute('aria-pressed', on);
  }
  months.forEach(m => {
    $$('td a', m).forEach(a => {
      const day = m.id.slice(1) + '-' + pad(parseInt(a.textContent, 10)), i = $('i', a);
      cells[day] = a;
      a.lunar = i && i.textContent;
      a.tabIndex = -1;
      a.setAttribute('role', 'button');
      if (day === today) {
        a.parentNode.classList.add('now');
        a.setAttribute('aria-current', 'date');
        if (i) i.textContent = words.today;
      }
      a.onclick = () => show(day);
      a.onkeydown = ev => {
        const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[ev.key], d = date(day);
        if (step) {
          d.setDate(d.getDate() + step);
          const to = cells[iso(d)];
          if (to) { go(to.closest('.month')); show(iso(d)); to.focus(); }
        } else if (ev.key === 'Enter' || ev.key === ' ') show(day);
        else return;
        ev.preventDefault();
      };
    });
    $$('.mhead a', m).forEach(a => {
      a.onclick = ev => { ev.preventDefault(); go(doc.getElementById(a.hash.slice(1)), smooth); };
    });
  });
  strip.addEventListener('scroll', () => {
    clearTimeout(timer);
    timer = setTimeout(() => fit(months[Math.round(strip.scrollLeft / strip.offsetWidth)]), 80);
  }, { passive: true });
  const settle = () => go(cells[sel].closest('.month')), keys = Object.keys(cells);
  show(cells[today] ? today : keys[today < keys[0] ? 0 : keys.length - 1]);
  settle();
  addEventListener('resize', settle);
});

/* two pictures, one over the other */
each('[data-ba]', box => {
  const r = make('input');
  r.type = 'range';
  r.setAttribute('aria-label', words.slide);
  r.oninput = () => box.style.setProperty('--x', r.value + '%');
  box.append(r, make('hr'));
});

/* any two months at the same angle; the full-screen viewer */
each('[data-photos]', card => {
  const shots = $$('.shots a', card).map(a => ({ a, m: $('img', a).alt, g: a.textContent }));
  const uniq = k => [...new Set(shots.map(s => s[k]))];
  const months = uniq('m').reverse(), angles = uniq('g'), box = $('[data-ba]', card);
  const pic = (img, s) => { img.src = s.a.href; img.alt = s.m + ' ' + s.g; };
  function chips(on, pick) {
    const p = make('div', 'picks');
    angles.forEach(g => {
      const b = make('button', '', g);
      b.type = 'button';
      b.setAttribute('aria-pressed', g === on);
      b.onclick = () => { $$('button', p).forEach(x => x.setAttribute('aria-pressed', x === b)); pick(g); };
      p.append(b);
    });
    return p;
  }
  if (box) {
    let angle = box.dataset.ba;
    const figs = $$('figure', box), pair = figs.map(f => $('figcaption', f).textContent), row = make('div', 'picks');
    const paint = () => figs.forEach((f, i) => {
      const s = shots.find(x => x.m === pair[i] && x.g === angle);
      $('img', f).style.visibility = s ? '' : 'hidden';
      if (s) pic($('img', f), s);
      $('figcaption', f).textContent = pair[i] + (s ? '' : words.missing);
    });
    words.sides.forEach((t, i) => {
      const l = make('label', '', t), s = make('select');
      months.forEach(m => s.add(new Option(m, m, m === pair[i], m === pair[i])));
      s.onchange = () => { pair[i] = s.value; paint(); };
      l.append(s);
      row.append(l);
    });
    box.after(chips(angle, g => { angle = g; paint(); }), row);
  }

  let dlg, set, at;
  function open(shot) {
    if (!dlg) {
      dlg = make('dialog', 'view');
      dlg.setAttribute('aria-label', words.photo);
      dlg.onclose = () => { if ((history.state || 0).view) history.back(); };   // the phone's back button closes it too
      addEventListener('popstate', () => dlg.open && dlg.close());
      doc.body.append(dlg);
    }
    const x = make('button', 'x', words.close), ul = make('ul'), cap = make('p');
    const tell = i => { at = i; cap.textContent = `${set[i].m} ${set[i].g}　${i + 1}/${set.length}`; };
    const fill = (g, m) => {
      set = shots.filter(s => s.g === g).reverse();
      ul.textContent = '';
      set.forEach(s => { const li = make('li'), i = make('img'); pic(i, s); li.append(i); ul.append(li); });
      tell(Math.max(0, set.findIndex(s => s.m === m)));
      ul.scrollLeft = at * ul.offsetWidth;
    };
    x.onclick = () => dlg.close();
    ul.tabIndex = 0;
    ul.onscroll = () => { const i = Math.round(ul.scrollLeft / ul.offsetWidth); if (set[i] && i !== at) tell(i); };
    cap.setAttribute('aria-live', 'polite');
    dlg.textContent = '';
    dlg.append(x, ul, cap, chips(shot.g, g => fill(g, set[at].m)));
    dlg.showModal();
    fill(shot.g, shot.m);
    history.pushState({ view: 1 }, '');
  }
  if (window.HTMLDialogElement) shots.forEach(s => { s.a.onclick = ev => { ev.preventDefault(); open(s); }; });
});

/* copy a ready-made message; in WeChat, say how to save the calendar file */
function toast(s) {
  const t = make('p', 'toast', s);
  t.setAttribute('role', 'status');
  doc.body.append(t);
  setTimeout(() => t.remove(), 2500);
}
doc.addEventListener('click', ev => {
  const b = ev.target.closest('[data-copy],[href$=".ics"]');
  if (!b) return;
  if (b.href) {
    if (/MicroMessenger/.test(navigator.userAgent)) { ev.preventDefault(); toast(words.ics); }
    return;
  }
  getSelection().selectAllChildren($('.msg', b.closest('details')));
  toast(doc.execCommand('copy') ? words.copied : words.copy);
});

/* dates that lapse, opening hours ("09:00-12:00 14:00-18:00"), today's column or row */
each('[data-until]', e => { e.textContent += words.until(days(today, e.dataset.until)); });
each('[data-past]', e => { e.hidden = e.dataset.past < today; });
each('[data-open]', e => {
  const t = root.dataset.now || pad(now.getHours()) + ':' + pad(now.getMinutes());
  const is = e.dataset.open.split(' ').some(r => { const [a, b] = r.split('-'); return t >= a && t < b; });
  e.textContent = is ? words.open : words.shut;
  e.hidden = false;
});
each('.week tr', r => r.children[(date(today).getDay() + 6) % 7 + 1].classList.add('now'));
each('[data-w]', e => e.classList.toggle('now', e.dataset.w.includes(date(today).getDay())));

/* the waiting line of a shop: asked for once a minute while the page is looked at. The page holds the words. */
each('[data-queue]', card => {
  const { queue, ahead, at } = card.dataset, [some, nobody] = ahead.split('|'), line = $('.tags', card);
  let wait, last;
  const put = (s, t) => { const e = $(s, card); if (e.textContent !== t) e.textContent = t; };
  const show = q => {
    if (JSON.stringify(q) === last) return;   // what is said again would be read out again
    last = JSON.stringify(q);
    put('.num', q.now || '–');
    put('.main .sub', q.waiting.length ? some.replace('{}', q.waiting.length) : nobody);
    put('small', q.updated ? at.replace('{}', q.updated) : '');
    line.textContent = '';
    line.append(...q.waiting.map(w => make('li', 'tag k-t', w)));
  };
  const ask = () => {
    clearTimeout(wait);
    if (doc.hidden) return;
    wait = setTimeout(ask, 6e4);
    fetch(queue, { cache: 'no-cache' }).then(r => r.json()).then(show).catch(() => {});
  };
  if (!/^http/.test(location.protocol)) return;
  doc.addEventListener('visibilitychange', ask);
  ask();
});

/* 返回 goes back to where the reader came from, where there is such a place */
each('[data-back]', a => {
  if (history.length > 1) a.onclick = ev => { ev.preventDefault(); history.back(); };
});

/* the tab of the part being read */
guard(() => {
  const tabs = $$('.tabs [href^="#"]');
  let wait;
  const seen = () => {
    wait = 0;
    const at = tabs.filter(a => $(a.hash).getBoundingClientRect().top < innerHeight * .45).pop() || tabs[0];
    tabs.forEach(a => a === at ? a.setAttribute('aria-current', 'true') : a.removeAttribute('aria-current'));
  };
  if (!tabs.length) return;
  addEventListener('scroll', () => { wait = wait || setTimeout(seen, 120); }, { passive: true });
  seen();
});

/* a stored copy may be old: ask once for the version, and load the page anew if it differs. Each version is tried
   once in a session; where nothing can be remembered, the query says that it was. */
guard(() => {
  const mine = root.dataset.version, path = location.pathname;
  if (!mine || !/^http/.test(location.protocol) || !/\.html$/.test(path)) return;
  const tried = t => {
    try {
      const all = (sessionStorage.getItem(path) || '') + ' ';
      if (all.includes(t)) return true;
      sessionStorage.setItem(path, all + t);
    } catch (e) { return /[?&]v=/.test(location.search); }
  };
  fetch(path.replace(/html$/, 'ver'), { cache: 'no-store' }).then(r => r.ok ? r.text() : '').then(t => {
    t = t.trim();
    if (!/^[0-9a-f]{12}$/.test(t) || t === mine || tried(t)) return;
    const to = new URL(location.href);
    to.searchParams.set('v', t);
    location.replace(to.href);
  }).catch(() => {});
});
})();
