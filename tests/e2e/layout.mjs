// What is wrong with how a page is laid out, found in the page itself: nothing
// wider than the window, no text cut off, covered or outside of the box it is
// painted on, and all that can be tapped large enough.
//
// Known exceptions, each on purpose:
//   .sr              text for screen readers only
//   .month b         the words of a day's dots, for screen readers too
//   .strip           months beside the one that is shown, reached by a swipe
//   .ba              the slider's halves and its thumb, larger than the picture
//   SCROLLERS        what may be scrolled sideways
//   links in text    are as high as their line (as WCAG 2.5.8 allows)
//   days at 320 px   seven of them share the width: 38 px each, and with larger
//                    text the word below the number may stand out by 4 px

// A function for page.evaluate(); it can use nothing from outside.
export function layoutFaults() {
  const SCROLLERS = '.strip, .wide, .prose pre, .view ul';
  const UNSEEN = '.sr, .month b';
  const TARGETS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], label:has(input)';
  const width = document.documentElement.clientWidth;
  const faults = new Set();
  const counts = new Map();
  // Of many in one box the first three say enough.
  const tell = (e, what, around) => {
    const key = what.replace(/^[\d.]+/, '') + (around ? said(around) : '');
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (counts.get(key) <= 3) faults.add(`${said(e)} is ${what}${around ? ` ${said(around)}` : ''}`);
  };
  const said = (e) => {
    const words = (e.textContent || e.value || '').trim().replace(/\s+/g, ' ').slice(0, 24);
    const name = (x) => x.tagName.toLowerCase() + (x.id ? `#${x.id}` : '')
      + (x.getAttribute('class') ? `.${x.getAttribute('class').trim().replace(/\s+/g, '.')}` : '');
    return `${e.parentElement ? `${name(e.parentElement)}>` : ''}${name(e)} “${words}”`;
  };
  const px = (n) => `${Math.round(n * 10) / 10} px`;
  const styles = new Map();
  const styleOf = (e) => {
    if (!styles.has(e)) styles.set(e, getComputedStyle(e));
    return styles.get(e);
  };
  const insideOf = (e) => {
    const box = e.getBoundingClientRect();
    const left = box.left + e.clientLeft;
    const top = box.top + e.clientTop;
    return { left, top, right: left + e.clientWidth, bottom: top + e.clientHeight };
  };
  // What clips and what is painted, from an element outwards.
  const arounds = new Map();
  function aroundOf(e) {
    if (!e || e === document.body || e === document.documentElement) return [];
    if (arounds.has(e)) return arounds.get(e);
    const style = styleOf(e);
    const isInline = style.display === 'inline';
    const clipsX = !isInline && style.overflowX !== 'visible';
    const clipsY = !isInline && style.overflowY !== 'visible';
    const isPainted = style.backgroundColor !== 'rgba(0, 0, 0, 0)' || style.backgroundImage !== 'none'
      || parseFloat(style.borderTopWidth) > 0 && parseFloat(style.borderLeftWidth) > 0;
    const mine = clipsX || clipsY || isPainted ? [{
      e, clipsX, clipsY, isPainted, box: isInline ? e.getBoundingClientRect() : insideOf(e),
      scrolls: e.matches(SCROLLERS),
    }] : [];
    const all = style.position === 'fixed' ? mine : [...mine, ...aroundOf(e.parentElement)];
    arounds.set(e, all);
    return all;
  }
  // Tells what of a box is not to be seen; false if nothing of it is wanted now.
  function judge(e, rect, isText) {
    const slack = isText ? rect.height * 0.25 : 1;
    let inScroller = false;
    for (const { clipsX, clipsY, isPainted, box, scrolls, e: around } of aroundOf(isText ? e : e.parentElement)) {
      const past = Math.max(box.left - rect.left, rect.right - box.right);
      const over = Math.max(box.top - rect.top, rect.bottom - box.bottom);
      if (scrolls && (rect.left >= box.right - 2 || rect.right <= box.left + 2)) return false;
      const isDayWord = width < 360 && e.matches('.month i') && past <= 4;
      if (past > 1 && !scrolls && !inScroller && !isDayWord && (clipsX || isPainted))
        tell(e, `${px(past)} ${clipsX ? 'cut off at the side by' : 'wider than'}`, around);
      if (over > slack && (clipsY || isPainted))
        tell(e, `${px(over)} ${clipsY ? 'cut off above or below by' : 'higher than'}`, around);
      inScroller ||= scrolls;
    }
    const out = Math.max(-rect.left, rect.right - width);
    if (out > 1 && !inScroller) tell(e, `${px(out)} outside the window`);
    return true;
  }

  if (document.documentElement.scrollWidth > width)
    faults.add(`the page is ${document.documentElement.scrollWidth} px wide, the window ${width}`);

  // Texts: each line of each where it can be seen.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.nodeValue.trim() || e.closest(`script, style, noscript, option, ${UNSEEN}`)) continue;
    if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 0.5 || rect.height < 0.5) continue;
      if (judge(e, rect, true)) lines.push({ e, node, rect });
    }
  }
  // Two texts in one place. A line's box is higher than what is drawn of it.
  // What stands still while the page moves is compared with itself only.
  const still = new Map(lines.map(({ e }) => [e, e.closest('.tabs, .toast, dialog')]));
  const ink = ({ rect }) => ({
    left: rect.left, right: rect.right, top: rect.top + rect.height * 0.2, bottom: rect.bottom - rect.height * 0.2,
  });
  lines.sort((a, b) => a.rect.top - b.rect.top);
  for (let i = 0; i < lines.length; i++) {
    const a = ink(lines[i]);
    for (let j = i + 1; j < lines.length && lines[j].rect.top < lines[i].rect.bottom; j++) {
      if (lines[i].node === lines[j].node || still.get(lines[i].e) !== still.get(lines[j].e)) continue;
      const b = ink(lines[j]);
      const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (x > 1 && y > 1) faults.add(`${said(lines[i].e)} and ${said(lines[j].e)} lie on each other`);
    }
  }

  // Pictures and fields may be cut off too, and fields hide what is too long.
  for (const e of document.querySelectorAll('img, svg, input, select, textarea, button, canvas')) {
    if (e.closest('.ba') || !e.checkVisibility({ visibilityProperty: true })) continue;
    const rect = e.getBoundingClientRect();
    if (rect.width && rect.height) judge(e, rect, false);
    if (e.matches('input, textarea') && e.scrollWidth > e.clientWidth + 1) faults.add(`${said(e)} hides a part of its text`);
    if (e.matches('select')) {
      const style = styleOf(e);
      const measure = document.createElement('span');
      measure.textContent = e.selectedOptions[0]?.textContent ?? '';
      measure.style.cssText = `position:absolute;visibility:hidden;white-space:nowrap;text-size-adjust:100%;font:${style.font}`;
      document.body.append(measure);
      const needed = measure.offsetWidth;
      measure.remove();
      const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (needed > room + 1) faults.add(`${said(e)} hides a part of “${e.value}”: ${px(needed)} in ${px(room)}`);
    }
  }

  for (const e of document.querySelectorAll(TARGETS)) {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.closest('.sr')) continue;
    const label = e.closest('label');
    const boxes = [e, ...(label ? [label] : [])].map((x) => x.getBoundingClientRect());
    const rect = boxes.reduce((a, b) => (b.height > a.height ? b : a));
    if (!rect.width || !rect.height) continue;
    const block = e.closest('p, li, dd, td, div, summary, h1, h2, h3, small');
    const linked = [...(block?.querySelectorAll('a') ?? [])].map((a) => a.textContent).join('');
    const isInText = e.tagName === 'A' && styleOf(e).display === 'inline' && block
      && block.textContent.replace(/\s/g, '').length > linked.replace(/\s/g, '').length;
    if (isInText) continue;
    const least = e.closest('.month td') && width < 360 ? 38 : 44;
    if (rect.width < least - 0.5 || rect.height < 43.5)
      faults.add(`${said(e)} can be tapped on ${px(rect.width)} by ${px(rect.height)} only`);
  }
  return [...faults];
}

// Opens what is folded up, which is laid out only then.
export const unfold = (page) => page.evaluate(() => {
  document.querySelectorAll('details').forEach((details) => { details.open = true; });
});
