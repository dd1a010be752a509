/*
 * The demo clinic's other pictures (in the browser, beside draw_demo_heads.js):
 * portraits 600 x 600, covers 960 x 720 in batik style, logo, gifts, a report.
 *
 * drawPicture(c, name, options) paints one; the canvas has the right size.
 */

const INK = {
	indigo: '#1f5373', deep: '#143a50', paper: '#f4ecdd', light: '#fffdf6',
	red: '#b4372c', leaf: '#3d7a5c', amber: '#c98a3a', brown: '#6b4a34',
	line: '#d9cdb6', mist: '#8fb4c6',
};

function ground(c, w, h, kind, seed) {
	const random = seeded(seed);
	const colour = { indigo: INK.indigo, paper: INK.paper, red: INK.red,
		leaf: '#2f6a58' }[kind];
	const g = c.createRadialGradient(w * 0.35, h * 0.3, 20, w / 2, h / 2, w * 0.8);
	g.addColorStop(0, mix(colour, '#ffffff', kind === 'paper' ? 0.4 : 0.1));
	g.addColorStop(1, mix(colour, '#000000', kind === 'paper' ? 0.05 : 0.2));
	c.fillStyle = g;
	c.fillRect(0, 0, w, h);
	/* Cracks of the wax. */
	c.strokeStyle = kind === 'paper' ? 'rgba(120,95,60,.13)' :
		'rgba(255,250,235,.13)';
	c.lineWidth = 1.6;
	for (let i = 0; i < 16; i++) {
		let x = random() * w, y = random() * h, a = random() * 6.3;
		c.beginPath();
		c.moveTo(x, y);
		for (let k = 0; k < 7; k++) {
			a += (random() - 0.5) * 1.1;
			x += Math.cos(a) * 46;
			y += Math.sin(a) * 46;
			c.lineTo(x, y);
		}
		c.stroke();
	}
	/* A border of waves and dots, as on a Miao skirt. */
	c.strokeStyle = kind === 'paper' ? 'rgba(31,83,115,.5)' :
		'rgba(255,250,235,.5)';
	c.fillStyle = c.strokeStyle;
	c.lineWidth = 4;
	for (const y of [h - 34]) {
		for (let x = 20; x < w; x += 48) {
			c.beginPath();
			c.arc(x, y, 15, Math.PI, 2 * Math.PI);
			c.arc(x + 9, y, 6, 0, Math.PI * 1.5);
			c.stroke();
			oval(c, x + 24, y - 4, 3.4, 3.4, c.strokeStyle);
		}
	}
}

function rosette(c, x, y, r, colour) {
	c.save();
	c.translate(x, y);
	c.strokeStyle = colour;
	c.lineWidth = 3;
	for (let i = 0; i < 8; i++) {
		c.rotate(Math.PI / 4);
		c.beginPath();
		c.moveTo(0, -r * 0.24);
		c.quadraticCurveTo(r * 0.34, -r * 0.6, 0, -r);
		c.quadraticCurveTo(-r * 0.34, -r * 0.6, 0, -r * 0.24);
		c.stroke();
		oval(c, 0, -r * 0.66, 5, 5, colour);
	}
	for (const k of [0.12, 0.2, 1.1]) {
		c.beginPath();
		c.arc(0, 0, r * k, 0, 7);
		c.stroke();
	}
	c.restore();
}

function leafShape(c, x, y, long, wide, turn, fill, vein) {
	c.save();
	c.translate(x, y);
	c.rotate(turn);
	c.fillStyle = fill;
	c.beginPath();
	c.moveTo(0, 0);
	c.bezierCurveTo(wide, -long * 0.25, wide, -long * 0.7, 0, -long);
	c.bezierCurveTo(-wide, -long * 0.7, -wide, -long * 0.25, 0, 0);
	c.fill();
	if (vein) {
		c.strokeStyle = vein;
		c.lineWidth = 3;
		c.beginPath();
		c.moveTo(0, 0);
		c.lineTo(0, -long * 0.86);
		for (let i = 1; i < 5; i++) {
			const v = -long * 0.17 * i;
			c.moveTo(0, v);
			c.lineTo(wide * 0.5, v - long * 0.12);
			c.moveTo(0, v);
			c.lineTo(-wide * 0.5, v - long * 0.12);
		}
		c.stroke();
	}
	c.restore();
}

function twig(c, x, y, long, turn, fill, count) {
	c.save();
	c.translate(x, y);
	c.rotate(turn);
	c.strokeStyle = mix(fill, '#000000', 0.2);
	c.lineWidth = 6;
	c.beginPath();
	c.moveTo(0, 0);
	c.quadraticCurveTo(18, -long / 2, 0, -long);
	c.stroke();
	for (let i = 1; i <= count; i++) {
		const at = -long * (i / (count + 0.4));
		for (const s of [-1, 1])
			leafShape(c, 7, at + 20, long * 0.3, long * 0.075,
				s * (0.95 - i * 0.07), fill);
	}
	leafShape(c, 0, -long + 16, long * 0.26, long * 0.07, 0, fill);
	c.restore();
}

function bowl(c, x, y, r, fill, inside) {
	oval(c, x, y + r * 0.98, r * 0.42, r * 0.1, mix(fill, '#000000', 0.25));
	c.fillStyle = fill;
	c.beginPath();
	c.moveTo(x - r, y);
	c.bezierCurveTo(x - r * 0.95, y + r * 0.7, x - r * 0.5, y + r * 0.95,
		x, y + r * 0.95);
	c.bezierCurveTo(x + r * 0.5, y + r * 0.95, x + r * 0.95, y + r * 0.7,
		x + r, y);
	c.fill();
	oval(c, x, y, r, r * 0.22, mix(fill, '#000000', 0.12));
	oval(c, x, y + 4, r * 0.92, r * 0.17, inside);
	c.strokeStyle = INK.indigo;
	c.lineWidth = 4;
	for (let k = -3; k <= 3; k++) {
		c.beginPath();
		c.arc(x + k * r * 0.2, y + r * 0.5, r * 0.09, Math.PI, 2 * Math.PI);
		c.stroke();
	}
}

function steam(c, x, y, colour) {
	c.strokeStyle = colour;
	c.lineCap = 'round';
	c.lineWidth = 9;
	for (const k of [-70, 0, 70]) {
		c.beginPath();
		c.moveTo(x + k, y);
		c.bezierCurveTo(x + k - 46, y - 60, x + k + 46, y - 110, x + k,
			y - 170);
		c.stroke();
	}
}

function plum(c, x, y, r, fill) {
	for (let i = 0; i < 5; i++) {
		const a = -Math.PI / 2 + (i * 2 * Math.PI) / 5;
		oval(c, x + Math.cos(a) * r * 0.62, y + Math.sin(a) * r * 0.62,
			r * 0.48, r * 0.48, fill);
	}
	oval(c, x, y, r * 0.34, r * 0.34, mix(fill, INK.red, 0.25));
	c.strokeStyle = INK.amber;
	c.lineWidth = 3;
	for (let i = 0; i < 9; i++) {
		const a = (i * 2 * Math.PI) / 9;
		c.beginPath();
		c.moveTo(x, y);
		c.lineTo(x + Math.cos(a) * r * 0.42, y + Math.sin(a) * r * 0.42);
		c.stroke();
		oval(c, x + Math.cos(a) * r * 0.46, y + Math.sin(a) * r * 0.46, 4, 4,
			INK.amber);
	}
}

function comb(c, x, y, w, turn, fill) {
	c.save();
	c.translate(x, y);
	c.rotate(turn);
	c.fillStyle = fill;
	for (let i = 0; i < 23; i++)
		c.fillRect(-w / 2 + 14 + (i * (w - 40)) / 22, 20, 12,
			w * 0.3 - Math.abs(i - 11) * 2);
	c.beginPath();
	c.moveTo(-w / 2, 50);
	c.bezierCurveTo(-w / 2, -w * 0.28, w / 2, -w * 0.28, w / 2, 50);
	c.closePath();
	c.fill();
	c.strokeStyle = mix(fill, '#3a2010', 0.5);
	c.lineWidth = 4;
	c.beginPath();
	c.moveTo(-w * 0.4, 20);
	c.bezierCurveTo(-w * 0.3, -w * 0.14, w * 0.3, -w * 0.14, w * 0.4, 20);
	c.stroke();
	plum(c, 0, -14, 34, INK.light);
	c.restore();
}

function waves(c, x, y, w, h, count, colour, random) {
	c.lineCap = 'round';
	for (let i = 0; i < count; i++) {
		const t = i / (count - 1);
		c.strokeStyle = mix(colour, '#ffffff', random() * 0.3);
		c.lineWidth = 4 + random() * 5;
		c.beginPath();
		c.moveTo(x + t * w, y);
		c.bezierCurveTo(x + t * w - 110, y + h * 0.3, x + t * w + 130,
			y + h * 0.6, x + t * w * 0.8, y + h * (0.82 + 0.16 * t));
		c.stroke();
	}
}

const COVERS = {
	/* Two leaves hold a bowl: inside and outside. */
	'neiyang-waihu'(c) {
		ground(c, 960, 720, 'indigo', 11);
		rosette(c, 480, 330, 290, 'rgba(255,250,235,.22)');
		twig(c, 360, 430, 300, -0.5, INK.light, 4);
		twig(c, 600, 430, 300, 0.5, INK.mist, 4);
		bowl(c, 480, 400, 190, INK.light, INK.leaf);
	},
	/* Four hairs in four lengths, as four seasons. */
	'toufa-de-yinian'(c) {
		ground(c, 960, 720, 'paper', 12);
		const tones = [INK.leaf, INK.indigo, INK.amber, INK.brown];
		[330, 430, 240, 90].forEach((long, i) => {
			const x = 190 + i * 195;
			oval(c, x, 560, 62, 74, mix(INK.paper, tones[i], 0.35));
			oval(c, x, 590, 26, 34, tones[i]);
			c.strokeStyle = tones[i];
			c.lineWidth = 15;
			c.lineCap = 'round';
			c.beginPath();
			c.moveTo(x, 580 - (i === 3 ? 90 : 0));
			c.bezierCurveTo(x - 50, 540 - long * 0.4, x + 60,
				560 - long * 0.7, x + 10, 560 - long -
				(i === 3 ? 60 : 0));
			c.stroke();
		});
		c.fillStyle = 'rgba(107,74,52,.35)';
		c.fillRect(90, 528, 780, 6);
	},
	'weishenme-paizhao'(c) {
		ground(c, 960, 720, 'paper', 13);
		[[250, -0.06, 0.4], [480, 0, 0.4], [710, 0.06, 0.4]].forEach(
			([x, turn, thin], i) => {
				c.save();
				c.translate(x, 340);
				c.rotate(turn);
				c.fillStyle = 'rgba(60,40,20,.2)';
				c.fillRect(-122, -172, 256, 352);
				c.fillStyle = INK.light;
				c.fillRect(-130, -180, 256, 352);
				c.fillStyle = [INK.mist, '#a9c6cf', '#c4d8da'][i];
				c.fillRect(-112, -162, 220, 270);
				oval(c, 0, -22, 82, 104, '#e9c19c');
				c.strokeStyle = '#33261f';
				c.lineWidth = 5;
				for (let k = -44; k <= 34; k++) {
					const y = -22 + k * 2.4;
					const half = 82 * Math.sqrt(1 - (k * 2.4 / 104) ** 2);
					const gap = 3 + 22 * thin *
						Math.sin(((k + 50) / 90) * Math.PI);
					c.beginPath();
					c.moveTo(-gap, y);
					c.lineTo(-half, y - 10);
					c.moveTo(gap, y);
					c.lineTo(half, y - 10);
					c.stroke();
				}
				c.fillStyle = INK.line;
				c.fillRect(-60, 130, 116, 10);
				c.restore();
			});
		oval(c, 480, 96, 26, 26, INK.red);
	},
	/* A late shop, the moon, a made bed of waves. */
	'yeban-zuoxi'(c) {
		ground(c, 960, 720, 'indigo', 14);
		oval(c, 640, 270, 150, 150, INK.light);
		oval(c, 575, 235, 132, 132, mix(INK.indigo, '#000000', 0.04));
		const random = seeded(140);
		for (let i = 0; i < 42; i++) {
			const r = 2 + random() * 4;
			oval(c, random() * 960, random() * 420, r, r,
				'rgba(255,250,235,.75)');
		}
		c.fillStyle = INK.deep;
		c.beginPath();
		c.moveTo(0, 600);
		c.lineTo(160, 440);
		c.lineTo(300, 540);
		c.lineTo(430, 420);
		c.lineTo(620, 580);
		c.lineTo(760, 480);
		c.lineTo(960, 600);
		c.lineTo(960, 660);
		c.lineTo(0, 660);
		c.fill();
		c.fillStyle = INK.light;
		c.fillRect(230, 548, 120, 96);
		c.fillStyle = INK.red;
		c.beginPath();
		c.moveTo(206, 552);
		c.lineTo(290, 486);
		c.lineTo(374, 552);
		c.fill();
		c.fillStyle = INK.amber;
		c.fillRect(270, 578, 40, 40);
	},
	'huanji-shouji'(c) {
		ground(c, 960, 720, 'leaf', 15);
		c.save();
		c.translate(470, 350);
		c.rotate(-0.08);
		c.fillStyle = 'rgba(0,0,0,.25)';
		c.fillRect(-250, -210, 520, 440);
		c.fillStyle = INK.light;
		c.fillRect(-262, -222, 520, 440);
		c.fillStyle = INK.line;
		c.fillRect(-6, -222, 8, 440);
		for (let i = 0; i < 6; i++) {
			c.fillRect(-226, -160 + i * 56, 180 - (i % 3) * 34, 9);
			c.fillRect(44, -160 + i * 56, 176 - ((i + 1) % 3) * 30, 9);
		}
		c.strokeStyle = INK.red;
		c.lineWidth = 9;
		for (const [x, y] of [[-80, -40], [176, 70], [170, -100]]) {
			c.beginPath();
			c.moveTo(x, y);
			c.lineTo(x + 16, y + 18);
			c.lineTo(x + 48, y - 26);
			c.stroke();
		}
		c.restore();
		c.save();
		c.translate(726, 470);
		c.rotate(0.6);
		c.fillStyle = INK.amber;
		c.fillRect(-13, -190, 26, 250);
		c.fillStyle = INK.brown;
		c.beginPath();
		c.moveTo(-13, 60);
		c.lineTo(0, 104);
		c.lineTo(13, 60);
		c.fill();
		c.restore();
		leafShape(c, 210, 250, 150, 42, -0.6, INK.amber, INK.brown);
		leafShape(c, 170, 570, 120, 36, 0.5, INK.amber, INK.brown);
	},
	/* A branch of plum, and the small hammer of the same name. */
	'meihuazhen'(c) {
		ground(c, 960, 720, 'red', 16);
		c.strokeStyle = '#3f1a14';
		c.lineCap = 'round';
		for (const [w, p] of [[20, [60, 610, 260, 500, 420, 430]],
			[14, [420, 430, 560, 370, 720, 160]],
			[11, [420, 430, 600, 430, 800, 380]],
			[9, [250, 505, 290, 380, 270, 250]]]) {
			c.lineWidth = w;
			c.beginPath();
			c.moveTo(p[0], p[1]);
			c.quadraticCurveTo(p[2], p[3], p[4], p[5]);
			c.stroke();
		}
		for (const [x, y, r] of [[278, 236, 66], [430, 404, 78],
			[610, 312, 62], [724, 158, 72], [806, 376, 58]])
			plum(c, x, y, r, INK.light);
		for (const [x, y] of [[350, 460], [540, 372], [690, 230], [700, 410]])
			oval(c, x, y, 17, 19, INK.light);
		c.save();
		c.translate(620, 560);
		c.rotate(-0.25);
		c.fillStyle = INK.paper;
		c.fillRect(-250, -9, 400, 18);
		c.fillStyle = INK.amber;
		c.beginPath();
		c.roundRect(130, -34, 60, 84, 16);
		c.fill();
		c.fillStyle = INK.light;
		for (let i = 0; i < 5; i++)
			c.fillRect(138 + i * 10, 50, 4, 24);
		c.restore();
	},
	'cebaiye-linxi'(c) {
		ground(c, 960, 720, 'indigo', 17);
		for (let i = 0; i < 5; i++) {
			const x = 190 + i * 145;
			c.strokeStyle = '#b9d6c4';
			c.lineWidth = 8;
			c.lineCap = 'round';
			c.beginPath();
			c.moveTo(480, 640);
			c.quadraticCurveTo(480 + (x - 480) * 0.3, 420, x, 130 +
				Math.abs(i - 2) * 40);
			c.stroke();
			for (let k = 0; k < 9; k++) {
				const t = 0.25 + k * 0.085, u = 1 - t;
				const px = u * u * 480 + 2 * u * t *
					(480 + (x - 480) * 0.3) + t * t * x;
				const py = u * u * 640 + 2 * u * t * 420 + t * t *
					(130 + Math.abs(i - 2) * 40);
				for (const s of [-1, 1])
					leafShape(c, px, py, 74 - k * 3, 12,
						s * 0.75 + (i - 2) * 0.24,
						k % 2 ? '#dcebdf' : '#b9d6c4');
			}
		}
		for (const [x, y] of [[200, 470], [760, 500], [300, 600], [670, 620]]) {
			c.fillStyle = INK.mist;
			c.beginPath();
			c.moveTo(x, y - 42);
			c.bezierCurveTo(x + 34, y, x + 22, y + 30, x, y + 30);
			c.bezierCurveTo(x - 22, y + 30, x - 34, y, x, y - 42);
			c.fill();
		}
	},
	'mushu-yibai'(c) {
		ground(c, 960, 720, 'paper', 18);
		waves(c, 500, 60, 420, 560, 34, '#3b2b23', seeded(180));
		comb(c, 390, 350, 460, -0.32, INK.amber);
	},
	'heidou-xiaomi'(c) {
		ground(c, 960, 720, 'paper', 19);
		rosette(c, 480, 330, 300, 'rgba(31,83,115,.16)');
		steam(c, 480, 300, 'rgba(31,83,115,.35)');
		bowl(c, 480, 360, 230, INK.light, '#e4bd62');
		const random = seeded(190);
		for (let i = 0; i < 30; i++)
			oval(c, 480 + (random() - 0.5) * 340, 364 +
				(random() - 0.5) * 40, 11, 8, '#2b2523');
		for (let i = 0; i < 9; i++)
			oval(c, 130 + random() * 130, 540 + random() * 70, 17, 13,
				'#2b2523');
		c.save();
		c.translate(740, 430);
		c.rotate(0.5);
		oval(c, 0, -90, 40, 58, INK.brown);
		c.fillStyle = INK.brown;
		c.fillRect(-9, -50, 18, 240);
		c.restore();
	},
	'sancan-dapei'(c) {
		ground(c, 960, 720, 'leaf', 20);
		[[220, 300, 140], [510, 350, 190], [800, 290, 120]].forEach(
			([x, y, r], i) => {
				oval(c, x, y + 10, r + 8, r + 8, 'rgba(0,0,0,.2)');
				oval(c, x, y, r, r, INK.light);
				oval(c, x, y, r * 0.8, r * 0.8, '#efe6d3');
				if (i === 0) {
					oval(c, x - 26, y + 6, 60, 50, INK.light);
					oval(c, x - 26, y + 6, 27, 27, '#eeb23c');
					leafShape(c, x + 70, y + 60, 110, 30, 0,
						INK.leaf, INK.light);
				} else if (i === 1) {
					for (let k = 0; k < 3; k++) {
						c.beginPath();
						c.moveTo(x, y);
						c.arc(x, y, r * 0.72, k * 2.09, k * 2.09 + 2.0);
						c.fillStyle = [INK.leaf, '#e8d3a4',
							'#c0674a'][k];
						c.fill();
					}
				} else {
					for (let k = 0; k < 5; k++)
						oval(c, x - 40 + (k % 3) * 40, y - 24 +
							Math.floor(k / 3) * 50, 25, 25,
						k % 2 ? INK.red : '#6d3d63');
				}
			});
		c.fillStyle = INK.brown;
		c.fillRect(370, 566, 400, 10);
		c.fillRect(360, 592, 400, 10);
	},
	'cha-yu-tangshui'(c) {
		ground(c, 960, 720, 'indigo', 21);
		steam(c, 440, 290, 'rgba(255,250,235,.5)');
		c.strokeStyle = INK.light;
		c.lineWidth = 26;
		c.beginPath();
		c.arc(650, 430, 76, -1.4, 1.5);
		c.stroke();
		c.fillStyle = INK.light;
		c.beginPath();
		c.moveTo(210, 340);
		c.bezierCurveTo(220, 540, 300, 590, 440, 590);
		c.bezierCurveTo(580, 590, 660, 540, 670, 340);
		c.fill();
		oval(c, 440, 340, 230, 44, '#e6dcc8');
		oval(c, 440, 344, 208, 34, INK.amber);
		plum(c, 440, 468, 60, mix(INK.light, INK.red, 0.18));
		leafShape(c, 400, 356, 90, 22, 1.2, INK.leaf);
		leafShape(c, 800, 600, 140, 40, 0.4, '#b9d6c4', INK.leaf);
		leafShape(c, 820, 600, 120, 34, 1.1, '#b9d6c4', INK.leaf);
	},
	'dongtian-chunjie'(c) {
		ground(c, 960, 720, 'red', 22);
		const random = seeded(220);
		for (let i = 0; i < 50; i++) {
			const r = 3 + random() * 6;
			oval(c, random() * 960, random() * 640, r, r,
				'rgba(255,250,235,.55)');
		}
		for (const [x, y, k] of [[300, 300, 1], [640, 340, 1.15]]) {
			c.strokeStyle = INK.amber;
			c.lineWidth = 6;
			c.beginPath();
			c.moveTo(x, 0);
			c.lineTo(x, y - 120 * k);
			c.stroke();
			oval(c, x, y, 132 * k, 112 * k, '#e2b254');
			for (const w of [100, 62, 22])
				c.strokeStyle = '#9c5f22', c.lineWidth = 4,
				c.beginPath(), c.ellipse(x, y, w * k, 112 * k, 0, 0, 7),
				c.stroke();
			c.fillStyle = '#7c2a1c';
			c.fillRect(x - 56 * k, y - 124 * k, 112 * k, 26 * k);
			c.fillRect(x - 56 * k, y + 98 * k, 112 * k, 26 * k);
			c.lineWidth = 5;
			c.strokeStyle = INK.light;
			for (let i = -3; i <= 3; i++) {
				c.beginPath();
				c.moveTo(x + i * 13 * k, y + 124 * k);
				c.lineTo(x + i * 13 * k, y + 200 * k);
				c.stroke();
			}
			plum(c, x, y, 40 * k, INK.light);
		}
	},
};

function drawPortrait(c, o) {
	const g = c.createLinearGradient(0, 0, 0, 600);
	g.addColorStop(0, mix(o.wall, '#ffffff', 0.35));
	g.addColorStop(1, o.wall);
	c.fillStyle = g;
	c.fillRect(0, 0, 600, 600);
	rosette(c, 470, 150, 190, 'rgba(255,255,255,.35)');
	rosette(c, 90, 470, 120, 'rgba(255,255,255,.25)');
	c.save();
	c.translate(300, 318);
	c.scale(0.57, 0.57);
	c.translate(-450, -586);
	drawFront(c, o.look, 0.04, seeded(o.seed));
	/* The band of the work clothes. */
	c.lineWidth = 34;
	c.strokeStyle = o.trim;
	c.beginPath();
	c.moveTo(352, 886);
	c.quadraticCurveTo(450, 1040, 548, 886);
	c.moveTo(450, 960);
	c.lineTo(450, 1210);
	c.stroke();
	for (let i = 0; i < 11; i++) {
		const t = i / 10;
		const x = (1 - t) ** 2 * 352 + 2 * t * (1 - t) * 450 + t * t * 548;
		const y = (1 - t) ** 2 * 886 + 2 * t * (1 - t) * 1040 + t * t * 886;
		oval(c, x, y, 7, 7, INK.light);
	}
	c.restore();
}

const OTHERS = {
	logo(c) {
		c.fillStyle = INK.indigo;
		c.beginPath();
		c.roundRect(16, 16, 480, 480, 92);
		c.fill();
		rosette(c, 256, 256, 208, 'rgba(255,250,235,.35)');
		c.fillStyle = INK.red;
		c.beginPath();
		c.roundRect(150, 106, 212, 300, 26);
		c.fill();
		c.fillStyle = INK.light;
		c.font = '700 132px "Noto Serif CJK SC", serif';
		c.textAlign = 'center';
		c.fillText('青', 256, 240);
		c.fillText('丝', 256, 376);
	},
	'gift-comb'(c) {
		ground(c, 480, 480, 'paper', 31);
		c.scale(0.9, 0.9);
		comb(c, 268, 262, 360, -0.2, INK.amber);
	},
	'gift-pillow'(c) {
		ground(c, 480, 480, 'leaf', 32);
		c.fillStyle = INK.light;
		c.beginPath();
		c.moveTo(90, 160);
		c.quadraticCurveTo(240, 120, 390, 160);
		c.quadraticCurveTo(424, 240, 390, 330);
		c.quadraticCurveTo(240, 366, 90, 330);
		c.quadraticCurveTo(56, 240, 90, 160);
		c.fill();
		twig(c, 240, 330, 170, 0.1, INK.leaf, 3);
	},
	'article-scalp'(c) {
		/* A picture inside an article: how to hold the fingers. */
		ground(c, 960, 720, 'paper', 33);
		oval(c, 480, 380, 230, 270, '#e9c8a6');
		c.strokeStyle = '#33261f';
		c.lineWidth = 7;
		for (let k = -37; k <= 20; k++) {
			const y = 380 + k * 7;
			const half = 232 * Math.sqrt(1 - (k * 7 / 272) ** 2);
			c.beginPath();
			c.moveTo(474, y);
			c.lineTo(480 - half, y - 26);
			c.moveTo(486, y);
			c.lineTo(480 + half, y - 26);
			c.stroke();
		}
		c.lineWidth = 9;
		c.lineCap = 'round';
		c.strokeStyle = INK.red;
		for (const s of [-1, 1])
			for (const y of [240, 330, 420]) {
				const x = 480 + s * 120;
				oval(c, x, y, 25, 25, INK.light);
				c.beginPath();
				if (s > 0)
					c.arc(x, y, 42, -1.2, 1.2);
				else
					c.arc(x, y, 42, Math.PI - 1.2, Math.PI + 1.2);
				c.stroke();
			}
	},
	'report'(c, o) {
		c.fillStyle = '#ffffff';
		c.fillRect(0, 0, 1000, 760);
		c.fillStyle = '#20303a';
		c.textAlign = 'center';
		c.font = '700 40px "Noto Serif CJK SC", serif';
		c.fillText('检验报告单（演示）', 500, 84);
		c.textAlign = 'left';
		c.font = '26px "Noto Sans CJK SC", sans-serif';
		c.fillText('采样日期 ' + o.date, 70, 150);
		c.fillText('编号 DEMO-0000', 640, 150);
		c.strokeStyle = '#20303a';
		c.lineWidth = 2;
		const rows = [['项目', '结果', '单位', '参考']].concat(o.rows);
		rows.forEach((row, i) => {
			const y = 220 + i * 74;
			row.forEach((t, k) => c.fillText(t, 70 + [0, 330, 500, 680][k], y));
			c.beginPath();
			c.moveTo(60, y + 24);
			c.lineTo(940, y + 24);
			c.stroke();
		});
		c.fillStyle = '#7a8288';
		c.fillText('这张单子是画出来的，不属于任何人', 70, 700);
	},
};

function drawPicture(c, name, options) {
	if (name === 'portrait')
		drawPortrait(c, options);
	else
		(COVERS[name] || OTHERS[name])(c, options);
}
