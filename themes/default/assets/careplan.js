/* careplan: everything here adds to pages that are complete without it. No clock but the reader's; it asks for the
   page's own version and a shop's waiting line. Its words are the strings script_… of the theme, which take the place
   of the comment in `words`. Comment lines and indentation are left out when it is published. */
(() => {
'use strict';
const doc = document, root = doc.documentElement;
const $ = (s, p = doc) => p.querySelector(s);
const $$ = (s, p = doc) => [...p.querySelectorAll(s)];
// What fails alone leaves the rest.
const guard = f => { try { f(); } catch (e) { console.error(e); } };
const each = (s, f) => $$(s).forEach(e => guard(() => f(e)));
const make = (tag, className = '', textContent = '') => Object.assign(doc.createElement(tag), { className, textContent });
const pad = n => String(n).padStart(2, '0');
const date = s => new Date(s + 'T12:00');
const iso = d => d.getFullYear() + '-' + pad(d.getMonth() + 1) + '-' + pad(d.getDate());
const days = (a, b) => Math.round((date(b) - date(a)) / 864e5);
const now = new Date(), today = iso(now);

const words = {/* words */};
const list = key => (words[key] || '').split('|');
const fill = (s, o) => s.replace(/{(\w+)}/g, (all, k) => o[k]);
// Of "{n} day left|{n} days left", the one for n.
const count = (key, n) => { const [one, many] = list(key); return fill(n === 1 ? one : many || one, { n }); };
// 11月21日 周六; and 今天, 明天, 3天后, in the language of the page.
const lang = root.lang;
const say = s => date(s).toLocaleDateString(lang, { month: 'short', day: 'numeric' }) + ' '
  + date(s).toLocaleDateString(lang, { weekday: 'short' });
const near = n => new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(n, 'day');

/* does an item fall on a day? data-on is "w135" (weekdays, 0 is Sunday), "*" (always), or days and ranges:
   "2026-01-10 01-17/02-28 03-07/05-30/7", the year given where it changes, /7 for every seventh day of a range */
function falls(on, day) {
  if (on === '*') return true;
  if (on[0] === 'w') return on.includes(date(day).getDay());
  let y;
  const full = s => s[5] ? (y = s.slice(0, 5), s) : y + s;
  return on.split(' ').some(s => {
    const [a, b, step] = s.split('/'), from = full(a), to = b ? full(b) : from;
    return from <= day && day <= to && days(from, day) % (step || 1) === 0;
  });
}

/* what is over, and what is not due yet */
each('[data-past],[data-late]', e => { e.hidden = e.dataset.past < today || e.dataset.late >= today; });

/* the desk: how many there are today, and who has not come */
each('[data-count]', e => { e.textContent = $$(`[data-k=${e.dataset.count}][data-on="${today}"]`).length; });
each('[data-none]', p => {
  const late = $$('[data-due]').filter(li => li.dataset.due < today);
  p.previousElementSibling.append(...late.map(li => {
    const c = li.cloneNode(true);
    // It is no item of the calendar.
    delete c.dataset.on;
    $('.tag', c).textContent = count('late', days(li.dataset.due, today));
    return c;
  }));
  p.textContent = p.dataset.none;
  p.hidden = late[0];
  $('[data-count=late]').textContent = late.length;
});

/* progress of the plan */
each('[data-phase]', e => {
  const [a, b] = e.dataset.phase.split('/'), n = days(a, today) + 1, all = days(a, b) + 1;
  if (n < 1) return;
  e.style.setProperty('--x', Math.min(n / all, 1) * 100 + '%');
  $('span', e).textContent = fill(n > all ? words.phase_over : words.phase, { n, all });
});

/* next revisit */
each('[data-next]', e => {
  const all = $$('ol>li', e), leaf = $('.leaf', e), big = $('.big', e), sub = $('.sub', e), bring = $('[data-bring]', e);
  const done = li => 'done' in li.dataset, next = all.find(li => li.dataset.on >= today && !done(li));
  all.forEach(li => { if (li.dataset.on < today) li.className = 'sub'; });
  const take = next && $('.take', next);
  if (take) $('span', bring).textContent = take.textContent;
  else if (bring) bring.hidden = true;
  if (!next) {
    // Only what was ticked off is done: a missed visit wants another day.
    if (all.every(done)) big.textContent = words.over;
    return;
  }
  const n = days(today, next.dataset.on), t = $$('*', leaf), about = $('.about', next);
  $('h2', e).textContent = words.next;
  big.textContent = say(next.dataset.on) + ($('.at', next) ? ' ' + next.dataset.l : '');
  sub.textContent = about ? about.textContent : next.dataset.t;
  list(n > 1 ? 'leaf' : 'leaf_' + n).forEach((s, i) => { t[i].textContent = fill(s, { n }); });
  leaf.hidden = false;
});

/* month calendar: tap a day, see its list; data-cal="rows" shows the items as they are */
each('[data-cal]', card => {
  const rows = card.dataset.cal;
  const strip = $('.strip', card), panel = $('[data-day]', card), months = $$('.month', strip), cells = {};
  const order = ({ dataset: { k, l } }) => 'rbthmf'.indexOf(k) + ('th'.includes(k) && l || '');
  const items = $$('[data-k][data-on]').sort((a, b) => order(a).localeCompare(order(b)));
  let sel, shown = months[0], timer;
  const fit = m => { shown = m || shown; strip.style.height = shown.offsetHeight + 'px'; };
  const go = m => { strip.scrollLeft = m.offsetLeft - months[0].offsetLeft; fit(m); };
  const short = it => {
    const { k, l, t, s } = it.dataset, li = make('li', 'k-' + k), d = make('div'), h = $('h3', it), sub = $('.about', it);
    li.append(make('span', 'l', l || h.textContent), d);
    if (k === 'f') d.textContent = $('div', it).firstChild.nodeValue;
    else d.append(make('b', '', t || h.firstChild.textContent), make('span', 'sub', s || sub && sub.textContent.trim()));
    return li;
  };
  function show(day) {
    if (sel) mark(false);
    sel = day;
    mark(true);
    const h = make('h3', '', say(day)), ul = make('ul', rows || 'acts'), lunar = cells[day].lunar;
    h.append(make('small', '', (lunar ? lunar + ' · ' : '') + near(days(today, day))));
    ul.append(...items.filter(it => falls(it.dataset.on, day)).map(it => rows ? it.cloneNode(true) : short(it)));
    panel.textContent = '';
    panel.append(h, ul.firstChild ? ul : make('p', 'sub', words.none));
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
      const day = m.id.slice(1) + '-' + pad(parseInt(a.textContent)), i = $('i', a);
      cells[day] = a;
      a.lunar = i && i.textContent;
      a.tabIndex = -1;
      a.setAttribute('role', 'button');
      if (day === today) {
        a.parentNode.classList.add('now');
        a.setAttribute('aria-current', 'date');
        if (i) i.textContent = near(0);
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
      a.onclick = ev => { ev.preventDefault(); go($(a.hash)); };
    });
  });
  strip.onscroll = () => {
    clearTimeout(timer);
    timer = setTimeout(() => fit(months[Math.round(strip.scrollLeft / strip.offsetWidth)]), 80);
  };
  const keys = Object.keys(cells);
  show(cells[today] ? today : keys[today < keys[0] ? 0 : keys.length - 1]);
  go(cells[sel].closest('.month'));
  // A turned phone says so, but WeChat's text slider changes heights without a word.
  const settle = () => go(shown), watch = new ResizeObserver(settle);
  addEventListener('resize', settle);
  months.forEach(m => watch.observe(m));
});

/* two pictures, one over the other */
each('[data-ba]', box => {
  const r = Object.assign(make('input'), { type: 'range', ariaLabel: words.slide });
  r.oninput = () => box.style.setProperty('--x', r.value + '%');
  box.append(r, make('hr'));
});

/* a picture of the viewer grows under two fingers, a double tap, + and -; its box then scrolls. The point cx, cy of the
   box stays where it is. */
function enlarge(li, k, cx, cy) {
  const was = li.k || 1, to = Math.min(4, Math.max(1, k)) / was;
  li.k = was * to;
  const x = (li.scrollLeft + cx) * to - cx, y = (li.scrollTop + cy) * to - cy;
  li.style.setProperty('--k', li.k);
  li.scrollTo(x, y);
}
function pinchable(ul) {
  const gap = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  let k, start;
  ul.ontouchstart = ({ touches: t, target }) => {
    start = t.length > 1 && gap(t);
    k = target.closest('li').k || 1;
  };
  ul.addEventListener('touchmove', ev => {
    const t = ev.touches;
    if (!start || t.length < 2) return;
    if (ev.cancelable) ev.preventDefault();
    enlarge(ev.target.closest('li'), k * gap(t) / start, (t[0].clientX + t[1].clientX) / 2, (t[0].clientY + t[1].clientY) / 2);
  }, { passive: false });
  ul.ondblclick = ev => { const li = ev.target.closest('li'); enlarge(li, li.k > 1 ? 1 : 2.5, ev.clientX, ev.clientY); };
}

/* any two months at the same angle; the full-screen viewer */
each('[data-photos]', card => {
  const shots = $$('.shots a', card).map(a => ({ a, m: $('img', a).alt, g: a.textContent }));
  const uniq = k => [...new Set(shots.map(s => s[k]))];
  const months = uniq('m').reverse(), angles = uniq('g'), box = $('[data-ba]', card);
  const pic = (img, s) => { img.src = s.a.href; img.alt = s.m + ' ' + s.g; img.className = $('img', s.a).className; };
  function chips(on, pick) {
    const p = make('div', 'picks');
    angles.forEach(g => {
      const b = make('button', '', g);
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
    list('sides').forEach((t, i) => {
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
      dlg.ariaLabel = words.photo;
      // The phone's back button closes it too; a late answer to our own going back does not.
      const isOurs = () => (history.state || 0).view;
      dlg.onclose = () => { if (isOurs()) history.back(); };
      addEventListener('popstate', () => dlg.open && !isOurs() && dlg.close());
      doc.body.append(dlg);
    }
    const x = make('button', 'x', words.close), ul = make('ul'), cap = make('p');
    const tell = i => { at = i; cap.textContent = `${set[i].m} ${set[i].g}　${i + 1}/${set.length}`; };
    const load = (g, m) => {
      set = shots.filter(s => s.g === g).reverse();
      ul.textContent = '';
      set.forEach(s => { const li = make('li'), i = make('img'); pic(i, s); li.append(i); ul.append(li); });
      tell(Math.max(0, set.findIndex(s => s.m === m)));
      ul.scrollLeft = at * ul.offsetWidth;
    };
    x.onclick = () => dlg.close();
    ul.tabIndex = 0;
    ul.onscroll = () => { const i = Math.round(ul.scrollLeft / ul.offsetWidth); if (set[i] && i !== at) tell(i); };
    dlg.onkeydown = ({ key }) => {
      const li = ul.children[at], by = { '+': 1.5, '=': 1.5, '-': 1 / 1.5 }[key];
      if (by) enlarge(li, (li.k || 1) * by, li.offsetWidth / 2, li.offsetHeight / 2);
    };
    cap.setAttribute('aria-live', 'polite');
    dlg.textContent = '';
    dlg.append(x, ul, cap, chips(shot.g, g => load(g, set[at].m)));
    dlg.showModal();
    load(shot.g, shot.m);
    pinchable(ul);
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
  const msg = $('.msg', b.closest('details')), by = navigator.clipboard;
  // Left selected where nothing may copy it, for a long press.
  const old = () => {
    getSelection().selectAllChildren(msg);
    toast(doc.execCommand('copy') ? words.copied : words.copy);
  };
  if (by) by.writeText(msg.textContent).then(() => toast(words.copied), old);
  else old();
});

/* find by name, initials or number */
each('[data-find]', f => {
  const all = $$('[data-q]'), none = $('.none');
  f.oninput = () => {
    const q = f.value.replace(/\s/g, '').toLowerCase();
    all.forEach(li => { li.hidden = !li.dataset.q.includes(q); });
    none.hidden = all.some(li => !li.hidden);
  };
});

/* the lock. Whoever opens the page listens for careplan:unlock, takes it with preventDefault() and calls detail.wrong()
   if detail.key does not open it. What is sealed: $('[data-sealed]').content.textContent */
each('[data-lock]', f => {
  const key = $('.field', f), err = $('.err', f), see = $('[data-see]', f);
  const wrong = () => {
    err.textContent = err.dataset.say;
    err.hidden = false;
    key.select();
  };
  see.hidden = false;
  see.onclick = () => {
    key.type = key.type === 'text' ? 'password' : 'text';
    [see.textContent, see.dataset.see] = [see.dataset.see, see.textContent];
  };
  f.onsubmit = ev => {
    ev.preventDefault();
    const detail = { key: key.value, wrong };
    if (f.dispatchEvent(new CustomEvent('careplan:unlock', { bubbles: true, cancelable: true, detail }))) wrong();
  };
});

/* dates that lapse, opening hours ("09:00-12:00 14:00-18:00"), today's column or row */
each('[data-until]', e => {
  const n = days(today, e.dataset.until);
  e.textContent += n < 0 ? words.expired : n ? count('days_left', n) : words.last_day;
});
each('[data-open]', e => {
  const t = now.toTimeString().slice(0, 5);
  const is = e.dataset.open.split(' ').some(r => { const [a, b] = r.split('-'); return t >= a && t < b; });
  e.textContent = is ? words.open : words.shut;
  e.hidden = false;
});
each('.week tr', r => r.children[(now.getDay() + 6) % 7 + 1].classList.add('now'));
each('[data-w]', e => e.classList.toggle('now', e.dataset.w.includes(now.getDay())));

/* the waiting line of a shop: asked for once a minute while the page is looked at */
each('[data-queue]', card => {
  const line = $('.tags', card);
  let wait, last;
  const put = (s, t) => { $(s, card).textContent = t; };
  const show = q => {
    // What is said again would be read out again.
    if (JSON.stringify(q) === last) return;
    last = JSON.stringify(q);
    put('.num', q.now || '–');
    put('.main .sub', q.waiting.length ? count('waiting', q.waiting.length) : words.nobody);
    put('small', q.updated ? fill(words.updated, { n: q.updated }) : '');
    line.textContent = '';
    line.append(...q.waiting.map(w => make('li', 'tag k-t', w)));
  };
  const ask = () => {
    clearTimeout(wait);
    if (doc.hidden) return;
    wait = setTimeout(ask, 6e4);
    fetch(card.dataset.queue, { cache: 'no-cache' }).then(r => r.json()).then(show).catch(() => {});
  };
  if (!/^http/.test(location.protocol)) return;
  doc.addEventListener('visibilitychange', ask);
  ask();
});

/* 返回 goes back to where the reader came from, where there is such a place */
each('[data-back]', a => {
  if (history.length > 1) a.onclick = ev => { ev.preventDefault(); history.back(); };
});

/* on paper nothing is folded away */
addEventListener('beforeprint', () => each('details', e => { e.open = true; }));

/* the tab of the part being read */
guard(() => {
  const tabs = $$('.tabs [href^="#"]');
  let wait;
  const seen = () => {
    wait = 0;
    const at = tabs.filter(a => $(a.hash).getBoundingClientRect().top < innerHeight * .45).pop() || tabs[0];
    tabs.forEach(a => a.setAttribute('aria-current', a === at));
  };
  if (!tabs.length) return;
  onscroll = () => { wait = wait || setTimeout(seen, 120); };
  seen();
});

/* a stored copy may be old: ask for the version, and load the page anew if it differs; once, for then the address says
   so */
guard(() => {
  const mine = root.dataset.version, { protocol, pathname, search, href } = location;
  if (!mine || !/^http/.test(protocol)) return;
  fetch(pathname.replace(/html$/, 'ver'), { cache: 'no-store' }).then(r => r.ok ? r.text() : '').then(t => {
    t = t.trim();
    if (!/^[0-9a-f]{12}$/.test(t) || t === mine || search.includes(t)) return;
    const to = new URL(href);
    to.searchParams.set('v', t);
    location.replace(to);
  }).catch(() => {});
});
})();
