/*
 * Heads for the demo clinic, drawn on a 900 x 1200 canvas (in the browser).
 *
 * drawHead(c, look, angle, thin, seed) paints one progress photo: `look` says
 * who it is (skin, hair, length, clothes, where the hair is thin), `angle` is
 * front, top, left, right or back, `thin` goes from 1 (much scalp to see) to 0.
 * Everything random comes from `seed`, so that the same arguments always give
 * the same picture.
 */

function seeded(seed) {
	let a = seed >>> 0;
	return () => {
		a = (a + 0x6d2b79f5) >>> 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

const mix = (a, b, t) => {
	const p = (s) => [1, 3, 5].map((i) => parseInt(s.slice(i, i + 2), 16));
	const [x, y] = [p(a), p(b)];
	const h = x.map((v, i) => Math.round(v + (y[i] - v) * t));
	return '#' + h.map((v) => v.toString(16).padStart(2, '0')).join('');
};
const clamp = (v, low, high) => Math.min(high, Math.max(low, v));
const smooth = (a, b, v) => {
	const t = clamp((v - a) / (b - a), 0, 1);
	return t * t * (3 - 2 * t);
};

function backdrop(c, look, random) {
	const wall = c.createLinearGradient(0, 0, 900, 1200);
	const tone = mix(look.wall || '#e9e3d8', '#ffffff', random() * 0.12);
	wall.addColorStop(0, mix(tone, '#ffffff', 0.35));
	wall.addColorStop(1, mix(tone, '#8f8778', 0.22));
	c.fillStyle = wall;
	c.fillRect(0, 0, 900, 1200);
}

/* Nobody holds a camera twice in the same place. */
function unsteady(c, random, near) {
	c.translate(450, 600);
	c.rotate((random() - 0.5) * 0.035);
	const zoom = near * (1 + (random() - 0.5) * 0.04);
	c.scale(zoom, zoom);
	c.translate(-450 + (random() - 0.5) * 18, -600 + (random() - 0.5) * 18);
}

function skinFill(c, look, x, y, r) {
	const g = c.createRadialGradient(x - r * 0.3, y - r * 0.4, r * 0.1, x, y,
		r * 1.25);
	g.addColorStop(0, mix(look.skin, '#ffffff', 0.22));
	g.addColorStop(0.6, look.skin);
	g.addColorStop(1, mix(look.skin, '#7a4a30', 0.28));
	return g;
}

function oval(c, x, y, rx, ry, fill) {
	c.beginPath();
	c.ellipse(x, y, rx, ry, 0, 0, 7);
	c.fillStyle = fill;
	c.fill();
}

function hairColour(look, random, light) {
	const grey = look.grey && random() < look.grey;
	const base = grey ? '#97918a' : look.hair;
	const lit = mix(base, look.shine || '#8a6a4c', clamp(light, 0, 1) * 0.55);
	return mix(lit, random() < 0.5 ? '#000000' : '#ffffff',
		random() * (random() < 0.5 ? 0.2 : 0.07));
}

/* Where the hair is thin: 0 in the middle of the thin place, 1 well outside. */
function coverAt(look, thin, x, y, line) {
	if (look.thin === 'crown') {
		const [cx, cy] = line.crown;
		const d = Math.hypot((x - cx) / line.wide, (y - cy) / line.high);
		const r = 30 + 105 * thin;
		return 1 - (0.25 + 0.75 * thin) * (1 - smooth(r * 0.45, r * 1.35, d));
	}
	if (look.thin === 'temple')
		return 1;
	const [[x0, y0], [x1, y1]] = line.part;
	const dx = x1 - x0, dy = y1 - y0;
	const along = clamp(((x - x0) * dx + (y - y0) * dy) /
		(dx * dx + dy * dy), 0, 1);
	const d = Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
	const taper = 0.45 + 0.55 * Math.sin(Math.PI * clamp(along, 0.1, 0.9));
	const half = (6 + 50 * thin) * taper;
	return clamp(smooth(half * 0.2, half * 1.6, d) + 0.1 - 0.05 * thin, 0, 1);
}

/* The dark ground under the strands, let out where the scalp shows. */
function undercoat(c, look, thin, outline, line) {
	const layer = new OffscreenCanvas(900, 1200);
	const l = layer.getContext('2d');
	l.fillStyle = mix(look.hair, '#000000', 0.18);
	l.filter = 'blur(5px)';
	outline(l);
	l.fill();
	l.globalCompositeOperation = 'destination-out';
	if (look.thin === 'crown') {
		const [cx, cy] = line.crown;
		const r = 30 + 100 * thin;
		l.filter = `blur(${Math.round(14 + 20 * thin)}px)`;
		l.globalAlpha = 0.3 + 0.65 * thin;
		l.beginPath();
		l.ellipse(cx, cy, r * line.wide, r * line.high, 0, 0, 7);
		l.fill();
	} else if (look.thin === 'part') {
		const [[x0, y0], [x1, y1]] = line.part;
		const mx = (x0 + x1) / 2, my = (y0 + y1) / 2;
		const long = Math.hypot(x1 - x0, y1 - y0) / 2;
		const turn = Math.atan2(y1 - y0, x1 - x0);
		l.filter = `blur(${Math.round(4 + 10 * thin)}px)`;
		for (const [width, alpha] of [[1, 0.85], [1.8, 0.4]]) {
			l.globalAlpha = alpha;
			l.beginPath();
			l.ellipse(mx, my, long * 1.06,
				(5 + 36 * thin) * width, turn, 0, 7);
			l.fill();
		}
	}
	c.drawImage(layer, 0, 0);
}

/* Keeps short hair from standing out like a brush. */
function trim(c, outline, x, y, grow) {
	c.translate(x, y);
	c.scale(grow, grow);
	c.translate(-x, -y);
	outline(c);
	c.clip();
	c.translate(x, y);
	c.scale(1 / grow, 1 / grow);
	c.translate(-x, -y);
}

function strand(c, colour, width, p) {
	c.strokeStyle = colour;
	c.lineWidth = width;
	c.beginPath();
	c.moveTo(p[0], p[1]);
	if (p.length === 8)
		c.bezierCurveTo(p[2], p[3], p[4], p[5], p[6], p[7]);
	else
		c.quadraticCurveTo(p[2], p[3], p[4], p[5]);
	c.stroke();
}

function neckAndShoulders(c, look, top, wide) {
	c.fillStyle = mix(look.skin, '#7a4a30', 0.2);
	c.beginPath();
	c.moveTo(450 - wide, top);
	c.lineTo(450 - wide, 900);
	c.quadraticCurveTo(450, 1010, 450 + wide, 900);
	c.lineTo(450 + wide, top);
	c.fill();
	const g = c.createLinearGradient(100, 880, 800, 1200);
	g.addColorStop(0, mix(look.cloth, '#ffffff', 0.12));
	g.addColorStop(1, mix(look.cloth, '#000000', 0.16));
	c.fillStyle = g;
	c.beginPath();
	c.moveTo(450 - wide - 14, 880);
	c.bezierCurveTo(330, 930, 120, 950, 70, 1210);
	c.lineTo(830, 1210);
	c.bezierCurveTo(780, 950, 570, 930, 450 + wide + 14, 880);
	c.quadraticCurveTo(450, 1030, 450 - wide - 14, 880);
	c.fill();
}

/* -- from above, the face below ------------------------------------------- */

function drawTop(c, look, thin, random) {
	const cx = 450, cy = 560, rx = 256, ry = 318;
	oval(c, cx, cy + 20, 432, 176, mix(look.cloth, '#000000', 0.1));
	oval(c, cx, cy + 6, 410, 150, look.cloth);
	oval(c, cx - rx - 2, cy + 38, 30, 58, mix(look.skin, '#7a4a30', 0.16));
	oval(c, cx + rx + 2, cy + 38, 30, 58, mix(look.skin, '#7a4a30', 0.16));
	oval(c, cx, cy + ry + 12, 32, 44, mix(look.skin, '#7a4a30', 0.1));
	oval(c, cx, cy, rx, ry, skinFill(c, look, cx, cy, 300));
	const line = {
		part: [[cx + 6, cy + ry * 0.84], [cx - 2, cy - ry * 0.22]],
		crown: [cx + 8, cy - ry * 0.2], wide: 1, high: 1.12,
	};
	const back = look.thin === 'temple' ? 90 * thin : 0;
	const hairline = (x) => {
		const d = (x - cx) / rx;
		const corner = Math.exp(-(((Math.abs(d) - 0.5) / 0.24) ** 2));
		return cy + ry * (0.8 - 0.36 * d * d) - back * corner -
			back * 0.25;
	};
	const outline = (l) => {
		l.beginPath();
		for (let i = 0; i <= 80; i++) {
			const a = Math.PI + (i / 80) * Math.PI;
			l.lineTo(cx + Math.cos(a) * rx * 1.02,
				cy + Math.sin(a) * ry * 1.02);
		}
		for (let i = 0; i <= 40; i++) {
			const x = cx + rx * (1.02 - (2.04 * i) / 40);
			const side = Math.sqrt(Math.max(0,
				1.04 - ((x - cx) / rx) ** 2));
			l.lineTo(x, Math.min(hairline(x), cy + side * ry));
		}
		l.closePath();
	};
	undercoat(c, look, thin, outline, line);
	const short = look.length === 'short';
	const roots = [];
	for (let i = 0; i < 2600; i++) {
		const x = cx + (random() * 2 - 1) * rx;
		const y = cy + (random() * 2 - 1) * ry;
		const r = Math.hypot((x - cx) / rx, (y - cy) / ry);
		if (r > 0.99 || y > hairline(x) - random() * 16)
			continue;
		if (random() > coverAt(look, thin, x, y, line))
			continue;
		roots.push([x, y, r]);
	}
	roots.sort((a, b) => b[2] - a[2]);
	c.lineCap = 'round';
	c.save();
	trim(c, outline, cx, cy, short ? 1.025 : 1.05);
	for (const [x, y, r] of roots) {
		const [kx, ky] = line.crown;
		let ux, uy;
		if (short) {
			const d = Math.hypot(x - kx, y - ky) || 1;
			ux = (x - kx) / d - ((y - ky) / d) * 0.45;
			uy = (y - ky) / d + ((x - kx) / d) * 0.45;
		} else {
			const py = clamp(y, ky, line.part[0][1]);
			const d = Math.hypot(x - cx, (y - py) * 1.1) || 1;
			ux = (x - cx) / d;
			uy = (y - py) / d - (y > ky ? 0.28 : 0);
		}
		const turn = (random() - 0.5) * (short ? 0.7 : 0.3);
		const reach = short ? 48 + random() * 46 :
			(1.03 - r) * rx * 1.05 + 36 + random() * 26;
		const ex = x + (ux - uy * turn) * reach;
		const ey = y + (uy + ux * turn) * reach;
		const light = 0.55 - ((x - cx) / rx) * 0.35 - ((y - cy) / ry) * 0.3 +
			0.5 * Math.exp(-(((r - 0.62) / 0.12) ** 2));
		strand(c, hairColour(look, random, light * 0.7),
			2.2 + random() * 2.6,
			[x, y, (x + ex) / 2 - uy * 14, (y + ey) / 2 + ux * 14, ex, ey]);
	}
	c.restore();
	if (look.length === 'tail') {
		oval(c, cx, cy - ry + 26, 34, 24, look.band || '#b4372c');
	}
}

/* -- from behind ---------------------------------------------------------- */

function drawBack(c, look, thin, random) {
	const cx = 450, cy = 480, rx = 232, ry = 286;
	const short = look.length === 'short' || look.length === 'tail';
	const end = { short: 735, bob: 810, long: 1060, tail: 735 }[look.length];
	neckAndShoulders(c, look, 640, 96);
	oval(c, cx - rx - 6, cy + 46, 30, 56, mix(look.skin, '#7a4a30', 0.14));
	oval(c, cx + rx + 6, cy + 46, 30, 56, mix(look.skin, '#7a4a30', 0.14));
	oval(c, cx, cy, rx, ry, skinFill(c, look, cx, cy, 280));
	const line = {
		part: [[cx, 190], [cx + 4, 318]], crown: [cx + 6, 330],
		wide: 1, high: 0.82,
	};
	const outline = (l) => {
		l.beginPath();
		l.ellipse(cx, cy, rx * 1.03, ry * 1.02, 0, Math.PI, 2 * Math.PI);
		if (short) {
			l.bezierCurveTo(cx + rx, 640, cx + 130, 725, cx + 88, end);
			l.quadraticCurveTo(cx, end + 16, cx - 88, end);
			l.bezierCurveTo(cx - 130, 725, cx - rx, 640,
				cx - rx * 1.03, cy);
		} else {
			l.bezierCurveTo(cx + rx * 1.12, 640, cx + 236, 720,
				cx + 216, end);
			l.quadraticCurveTo(cx, end + 34, cx - 216, end);
			l.bezierCurveTo(cx - 236, 720, cx - rx * 1.12, 640,
				cx - rx * 1.03, cy);
		}
		l.closePath();
	};
	const seen = look.thin === 'part' ? thin * 0.55 : thin;
	undercoat(c, look, seen, outline, line);
	const roots = [];
	for (let i = 0; i < 2300; i++) {
		const x = cx + (random() * 2 - 1) * rx;
		const y = 190 + random() * (short ? 540 : 420);
		const r = Math.hypot((x - cx) / rx, (y - cy) / ry);
		const narrow = y > 640 ? (y - 640) * 1.25 : 0;
		if (r > 0.99 || (short && Math.abs(x - cx) > 225 - narrow))
			continue;
		if (random() > coverAt(look, seen, x, y, line))
			continue;
		roots.push([x, y, Math.hypot(x - line.crown[0], y - line.crown[1])]);
	}
	roots.sort((a, b) => b[2] - a[2]);
	c.lineCap = 'round';
	c.save();
	if (short)
		trim(c, outline, cx, cy, 1.03);
	for (const [x, y, far] of roots) {
		const d = far || 1;
		const ux = (x - line.crown[0]) / d, uy = (y - line.crown[1]) / d;
		const side = (x - cx) / rx;
		const light = 0.5 - side * 0.35 +
			0.55 * Math.exp(-(((y - 400 + side * side * 60) / 46) ** 2)) -
			(y > 600 ? 0.15 : 0);
		const colour = hairColour(look, random, light * 0.7);
		const width = 2.2 + random() * 2.8;
		if (short) {
			const n = 46 + random() * 44, w = (random() - 0.5) * 0.5;
			const ex = x + (ux * 0.8 - side * 0.25 + w) * n;
			const ey = y + (uy * 0.7 + 0.75) * n;
			strand(c, colour, width, [x, y, x + ux * n * 0.6,
				y + uy * n * 0.5 + 6, ex, Math.min(ey, end + 14)]);
		} else {
			const ex = cx + side * 222 + (random() - 0.5) * 26;
			const ey = end + 14 - Math.abs(side) * 12 +
				(random() - 0.5) * 26;
			strand(c, colour, width, [x, y, x + ux * 90, y + uy * 50,
				cx + side * 262, (y + ey) / 2, ex, ey]);
		}
	}
	c.restore();
	if (look.length === 'tail') {
		oval(c, cx, 392, 58, 46, look.hair);
		for (let i = 0; i < 260; i++) {
			const w = (random() - 0.5) * 2;
			strand(c, hairColour(look, random, 0.5 - w * 0.3), 3,
				[cx + w * 34, 400, cx + w * 84, 560, cx + w * 62, 720,
					cx + w * 34, 830 + random() * 50]);
		}
		oval(c, cx, 404, 46, 20, look.band || '#b4372c');
	}
}

/* -- the face ------------------------------------------------------------- */

function features(c, look, cx) {
	const dark = mix(look.hair, '#3a2a20', 0.35);
	c.lineCap = 'round';
	c.strokeStyle = look.grey > 0.4 ? mix(dark, '#a09a90', 0.4) : dark;
	c.lineWidth = look.male ? 13 : 9;
	for (const s of [-1, 1]) {
		c.beginPath();
		c.moveTo(cx + s * 48, 494);
		c.quadraticCurveTo(cx + s * 92, 468, cx + s * 132, 492);
		c.stroke();
	}
	c.lineWidth = 7;
	c.strokeStyle = '#3b2c25';
	for (const s of [-1, 1]) {
		c.beginPath();
		if (look.open) {
			c.moveTo(cx + s * 58, 548);
			c.quadraticCurveTo(cx + s * 92, 522, cx + s * 126, 548);
		} else {
			c.moveTo(cx + s * 58, 540);
			c.quadraticCurveTo(cx + s * 92, 562, cx + s * 126, 540);
		}
		c.stroke();
		if (look.open)
			oval(c, cx + s * 92, 548, 13, 15, '#33251f');
	}
	if (look.open)
		for (const s of [-1, 1])
			oval(c, cx + s * 92 + 5, 542, 4, 4, '#ffffff');
	for (const s of [-1, 1]) {
		const g = c.createRadialGradient(cx + s * 122, 622, 4, cx + s * 122,
			622, 52);
		g.addColorStop(0, 'rgba(214,96,80,.26)');
		g.addColorStop(1, 'rgba(214,96,80,0)');
		oval(c, cx + s * 122, 622, 52, 40, g);
	}
	c.strokeStyle = mix(look.skin, '#7a3f28', 0.5);
	c.lineWidth = 7;
	c.beginPath();
	c.moveTo(cx + 6, 556);
	c.quadraticCurveTo(cx + 26, 626, cx - 4, 634);
	c.stroke();
	c.strokeStyle = look.male ? '#a6604e' : '#b4473d';
	c.lineWidth = look.male ? 8 : 11;
	c.beginPath();
	c.moveTo(cx - 46, 692);
	c.quadraticCurveTo(cx, look.open ? 726 : 712, cx + 46, 692);
	c.stroke();
	if (look.glasses) {
		c.strokeStyle = '#2d3a44';
		c.lineWidth = 6;
		for (const s of [-1, 1]) {
			c.beginPath();
			c.roundRect(cx + s * 92 - 54, 506, 108, 84, 30);
			c.stroke();
		}
		c.beginPath();
		c.moveTo(cx - 38, 536);
		c.quadraticCurveTo(cx, 522, cx + 38, 536);
		c.stroke();
	}
}

function drawFront(c, look, thin, random) {
	const cx = 450;
	const short = look.length === 'short';
	const tied = look.length === 'tail';
	const end = { short: 0, bob: 800, long: 1060, tail: 0 }[look.length];
	if (end) {
		c.fillStyle = mix(look.hair, '#000000', 0.25);
		c.beginPath();
		c.ellipse(cx, 450, 240, 262, 0, Math.PI, 2 * Math.PI);
		c.bezierCurveTo(cx + 262, 640, cx + 250, 760, cx + 226, end);
		c.lineTo(cx - 226, end);
		c.bezierCurveTo(cx - 250, 760, cx - 262, 640, cx - 240, 450);
		c.fill();
	}
	neckAndShoulders(c, look, 680, 84);
	for (const s of [-1, 1])
		oval(c, cx + s * 214, 560, 28, 54,
			mix(look.skin, '#7a4a30', 0.16));
	c.fillStyle = skinFill(c, look, cx, 520, 270);
	c.beginPath();
	c.moveTo(cx - 212, 440);
	c.bezierCurveTo(cx - 214, 640, cx - 150, 770, cx, 806);
	c.bezierCurveTo(cx + 150, 770, cx + 214, 640, cx + 212, 440);
	c.bezierCurveTo(cx + 212, 130, cx - 212, 130, cx - 212, 440);
	c.fill();
	features(c, look, cx);
	const back = look.thin === 'temple' ? 78 * thin : 0;
	const hairline = (x) => {
		const d = (x - cx) / 212;
		const corner = Math.exp(-(((Math.abs(d) - 0.5) / 0.25) ** 2));
		const level = look.male ? 352 : 336;
		return level + 118 * Math.abs(d) ** 2.6 - back * corner -
			back * 0.2;
	};
	const line = {
		part: [[cx + 4, 350], [cx + 2, 206]], crown: [cx, 196],
		wide: 1.2, high: 0.5,
	};
	const outline = (l) => {
		l.beginPath();
		l.ellipse(cx, 440, 232, 250, 0, Math.PI, 2 * Math.PI);
		l.lineTo(cx + 230, 520);
		for (let i = 0; i <= 40; i++) {
			const x = cx + 212 - (424 * i) / 40;
			l.lineTo(x, hairline(x));
		}
		l.lineTo(cx - 230, 520);
		l.closePath();
	};
	undercoat(c, look, look.thin === 'crown' ? thin * 0.5 : thin * 0.75,
		outline, line);
	const roots = [];
	for (let i = 0; i < 2300; i++) {
		const x = cx + (random() * 2 - 1) * 226;
		const y = 186 + random() * 320;
		const r = Math.hypot((x - cx) / 228, (y - 440) / 250);
		if (r > 1 || y > hairline(x) + 2 - random() * 14)
			continue;
		if (random() > coverAt(look, thin * 0.75, x, y, line))
			continue;
		roots.push([x, y, Math.abs(x - cx)]);
	}
	roots.sort((a, b) => b[2] - a[2]);
	c.lineCap = 'round';
	c.save();
	if (short || tied)
		trim(c, outline, cx, 470, short ? 1.05 : 1.03);
	for (const [x, y, far] of roots) {
		const s = x < cx ? -1 : 1;
		const side = far / 226;
		const light = 0.5 - ((x - cx) / 226) * 0.35 +
			0.5 * Math.exp(-(((y - 268 - side * side * 60) / 34) ** 2));
		const colour = hairColour(look, random, light * 0.7);
		const width = 2.2 + random() * 2.8;
		if (short) {
			const n = 44 + random() * 40, w = (random() - 0.5) * 0.4;
			const lift = 0.55 - side * 0.75;
			const lean = side > 0.72 ? s * 0.25 : 0.8 + side * s * 0.2;
			strand(c, colour, width, [x, y, x + n * lean * 0.3,
				y - lift * n, x + n * (lean + w),
				y - lift * n * 0.7 + (side > 0.72 ? n * 0.6 : 0)]);
		} else if (tied) {
			strand(c, colour, width, [x, y, x + s * 20, y - 30,
				cx + s * (60 + side * 150), 230 + side * 90,
				cx + s * (90 + side * 120), 250 + side * 130]);
		} else {
			const ex = cx + s * (206 + random() * 44);
			const ey = end - 16 + random() * 40;
			const push = 90 + side * 60;
			strand(c, colour, width, [x, y,
				clamp(x + s * push, cx - 240, cx + 240), y - 12 + side * 40,
				cx + s * (226 + random() * 40), 560, ex, ey]);
		}
	}
	c.restore();
	if (!end) {
		/* Short and tied hair also runs down before the ears. */
		for (let i = 0; i < 150; i++) {
			const s = i % 2 ? 1 : -1;
			const x = cx + s * (206 + random() * 18);
			const y = 390 + random() * 80;
			strand(c, hairColour(look, random, 0.2), 3,
				[x, y, x + s * 6, y + 34, x - s * 3, y + 54]);
		}
	}
}

/* -- the left side (the right one is its mirror) --------------------------- */

function drawSide(c, look, thin, random) {
	const short = look.length === 'short';
	const tied = look.length === 'tail';
	const end = { short: 0, bob: 800, long: 1060, tail: 0 }[look.length];
	const sx = 486, sy = 446, srx = 262, sry = 256;
	/* neck, clothes */
	c.fillStyle = mix(look.skin, '#7a4a30', 0.2);
	c.beginPath();
	c.moveTo(400, 700);
	c.bezierCurveTo(405, 820, 370, 880, 340, 930);
	c.lineTo(640, 950);
	c.bezierCurveTo(610, 860, 610, 760, 640, 640);
	c.fill();
	const g = c.createLinearGradient(150, 880, 800, 1200);
	g.addColorStop(0, mix(look.cloth, '#ffffff', 0.12));
	g.addColorStop(1, mix(look.cloth, '#000000', 0.16));
	c.fillStyle = g;
	c.beginPath();
	c.moveTo(352, 900);
	c.bezierCurveTo(270, 950, 190, 1040, 170, 1210);
	c.lineTo(800, 1210);
	c.bezierCurveTo(800, 1030, 730, 930, 622, 868);
	c.bezierCurveTo(560, 950, 430, 960, 352, 900);
	c.fill();
	/* the profile */
	c.fillStyle = skinFill(c, look, 430, 520, 280);
	c.beginPath();
	c.moveTo(500, 200);
	c.bezierCurveTo(330, 200, 244, 300, 240, 420);
	c.bezierCurveTo(238, 470, 236, 480, 232, 500);
	c.bezierCurveTo(216, 548, 186, 590, 176, 606);
	c.bezierCurveTo(172, 622, 196, 632, 220, 634);
	c.bezierCurveTo(210, 656, 204, 668, 208, 680);
	c.bezierCurveTo(222, 688, 222, 692, 212, 706);
	c.bezierCurveTo(222, 730, 214, 754, 236, 782);
	c.bezierCurveTo(262, 812, 330, 806, 420, 752);
	c.lineTo(640, 700);
	c.lineTo(740, 420);
	c.bezierCurveTo(720, 260, 620, 200, 500, 200);
	c.fill();
	/* eye, brow, mouth, cheek */
	c.lineCap = 'round';
	c.strokeStyle = mix(look.hair, '#3a2a20', 0.35);
	c.lineWidth = look.male ? 12 : 9;
	c.beginPath();
	c.moveTo(252, 484);
	c.quadraticCurveTo(290, 462, 332, 484);
	c.stroke();
	c.strokeStyle = '#3b2c25';
	c.lineWidth = 7;
	c.beginPath();
	c.moveTo(262, 536);
	c.quadraticCurveTo(288, 556, 320, 534);
	c.stroke();
	c.strokeStyle = look.male ? '#a6604e' : '#b4473d';
	c.lineWidth = 8;
	c.beginPath();
	c.moveTo(216, 693);
	c.quadraticCurveTo(244, 700, 262, 686);
	c.stroke();
	const blush = c.createRadialGradient(318, 632, 4, 318, 632, 56);
	blush.addColorStop(0, 'rgba(214,96,80,.24)');
	blush.addColorStop(1, 'rgba(214,96,80,0)');
	oval(c, 318, 632, 56, 42, blush);
	if (look.glasses) {
		c.strokeStyle = '#2d3a44';
		c.lineWidth = 6;
		c.beginPath();
		c.roundRect(246, 502, 84, 84, 30);
		c.moveTo(330, 532);
		c.lineTo(470, 526);
		c.stroke();
	}
	/* The hairline: x of the front border at a height. */
	const back = look.thin === 'temple' ? 84 * thin : 0;
	const front = (y) => {
		if (y < 330)
			return 262 + back * 0.9 + Math.max(0, 300 - y) * 0.35;
		if (y < 440)
			return 262 + (y - 330) * 1.0 + back * smooth(440, 330, y);
		return 372 + (y - 440) * (short ? 0.55 : 0.42);
	};
	const low = short || tied ? 690 : 620;
	const inside = (x, y) => {
		if (Math.hypot((x - sx) / srx, (y - sy) / sry) > 1 && y < sy)
			return false;
		if (y > sy && x > 748 - Math.max(0, y - 470) * 0.42)
			return false;
		if (y > 560 && x < 452 + (y - 560) * 0.9)
			return false;
		return y < low && x > front(y);
	};
	const outline = (l) => {
		l.beginPath();
		l.moveTo(front(300), 300);
		l.bezierCurveTo(front(300) + 40, 215, 400, 186, 500, 186);
		l.bezierCurveTo(640, 186, 752, 290, 752, 440);
		if (end) {
			l.bezierCurveTo(760, 620, 740, 720, 716, end);
			l.lineTo(486, end);
			l.bezierCurveTo(440, 700, 430, 600, front(540), 540);
		} else {
			l.bezierCurveTo(750, 560, 700, 620, 652, low + 20);
			l.lineTo(600, low + 10);
			l.bezierCurveTo(560, 640, 500, 600, 452, 590);
			l.lineTo(front(560), 560);
		}
		l.lineTo(front(450), 450);
		l.lineTo(front(400), 400);
		l.lineTo(front(350), 350);
		l.closePath();
	};
	const line = {
		part: [[330, 214], [600, 158]], crown: [628, 238],
		wide: 1.1, high: 0.75,
	};
	const seen = look.thin === 'part' ? thin * 0.12 : thin * 0.6;
	undercoat(c, look, seen, outline, line);
	const roots = [];
	for (let i = 0; i < 2900; i++) {
		const x = 230 + random() * 530, y = 186 + random() * 510;
		if (!inside(x, y))
			continue;
		if (random() > coverAt(look, seen, x, y, line))
			continue;
		roots.push([x, y]);
	}
	roots.sort((a, b) => b[1] - a[1]);
	c.lineCap = 'round';
	const ear = () => {
		oval(c, 480, 566, 34, 58, mix(look.skin, '#7a4a30', 0.12));
		oval(c, 484, 568, 19, 38, mix(look.skin, '#7a4a30', 0.28));
	};
	if (short || tied)
		ear();
	c.save();
	if (short)
		trim(c, outline, sx, sy, 1.03);
	for (const [x, y] of roots) {
		if (y > 500 && x > 440 && x < 520 && (short || tied))
			continue;
		const light = 0.45 - (y - 420) / 900 +
			0.55 * Math.exp(-(((y - 320 - (x - 480) ** 2 / 900) / 40) ** 2));
		const colour = hairColour(look, random, light * 0.7);
		const width = 2.2 + random() * 2.8;
		if (short) {
			const n = 44 + random() * 40, w = (random() - 0.5) * 0.5;
			const fall = smooth(250, 560, y) * 0.9 + smooth(560, 740, x) * 0.5;
			strand(c, colour, width, [x, y, x + n * 0.5,
				y - n * 0.12 + fall * n * 0.3,
				x + n * (0.95 - fall * 0.5),
				y + n * (fall * 0.8 + w - 0.05)]);
		} else if (tied) {
			strand(c, colour, width, [x, y, x + (706 - x) * 0.4, y - 20,
				700, 330 + (y - 330) * 0.5, 716 + random() * 20,
				380 + random() * 30]);
		} else {
			const t = clamp((x - 250) / 500, 0, 1);
			const ex = 470 + t * 252 + (random() - 0.5) * 24;
			const ey = end + 8 + (random() - 0.5) * 30;
			strand(c, colour, width, [x, y, x + 20 + (1 - t) * 70, y + 40,
				446 + t * 306, 560, ex, Math.max(ey, y + 60)]);
		}
	}
	c.restore();
	if (tied) {
		for (let i = 0; i < 240; i++) {
			const w = random();
			strand(c, hairColour(look, random, 0.6 - w * 0.5), 3,
				[724, 396, 780 + w * 60, 440, 790 + w * 44, 620,
					740 + w * 60, 760 + random() * 60]);
		}
		oval(c, 732, 396, 22, 34, look.band || '#b4372c');
	}
}

function drawHead(c, look, angle, thin, seed) {
	const random = seeded(seed);
	c.save();
	backdrop(c, look, random);
	unsteady(c, random, angle === 'top' ? 1.16 : 1.04);
	if (angle === 'right') {
		c.translate(900, 0);
		c.scale(-1, 1);
	}
	({ front: drawFront, top: drawTop, back: drawBack, left: drawSide,
		right: drawSide })[angle](c, look, thin, random);
	c.restore();
}
