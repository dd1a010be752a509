#!/usr/bin/env node
/*
 * Draws every picture of the demo clinic into content/: progress photos,
 * portraits, covers, logo, gifts, WeChat QR codes and a laboratory report.
 *
 *	node tests/tools/draw_demo.mjs [CONTENT] [PART OF A PATH]
 *
 * CONTENT defaults to content/ of this checkout; with a second argument only
 * files whose path holds it are drawn again. The pictures are committed, so
 * this is needed only when one of them is to change. Nobody in them exists.
 *
 * Needs, beside `npm ci` in tests/ (playwright-core):
 *	chromium          or CHROMIUM=/path/to/it
 *	fonts-noto-cjk    characters on the logo and the report
 *	qrencode          the WeChat codes
 *	heif-enc          (libheif-examples) the photo in HEIC
 *	exiftool          orientation and GPS of the photo that is to lose them
 *
 * The same versions of these draw the same bytes: everything random is seeded
 * by the path of the file.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync,
	writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const content = resolve(process.argv[2] ?? join(here, '../../content'));
const only = process.argv[3] ?? '';

const CHINESE = { front: '正面', top: '头顶', left: '左侧', right: '右侧',
	back: '后脑' };

/*
 * Who has which photos. thin: how much scalp shows in the first and the last
 * month; chinese: the files are named 正面.jpg instead of front.jpg; size: of a
 * phone that takes smaller ones; odd: files of another kind, by month/angle.
 */
const PATIENTS = {
	'stores/guiyang/patients/陆春燕': {
		months: ['2026-11'], angles: ['front', 'top', 'back'],
		thin: [0.6, 0.6], chinese: true,
		look: { skin: '#f2d2b4', hair: '#2a1f1a', length: 'long',
			cloth: '#7d9a86', thin: 'part' },
	},
	'stores/guiyang/patients/韦秀芬': {
		months: ['2026-08', '2026-09', '2026-10', '2026-11'],
		angles: ['front', 'top', 'left', 'back'], thin: [0.95, 0.38],
		look: { skin: '#eec8a6', hair: '#251c19', length: 'bob',
			cloth: '#5b8796', thin: 'part', grey: 0.06 },
		odd: { '2026-09/back': 'png' },
	},
	'stores/guiyang/patients/罗建国': {
		months: ['2026-03', '2026-06', '2026-09'],
		angles: ['top', 'back'], thin: [0.9, 0.35],
		look: { skin: '#dba982', hair: '#1e1a18', length: 'short',
			cloth: '#4f5b68', thin: 'crown', male: true, grey: 0.15 },
	},
	'stores/guiyang/patients/何敏': {
		months: ['2026-10', '2026-11'], angles: ['front', 'top'],
		thin: [0.5, 0.4],
		look: { skin: '#f0cdae', hair: '#33241d', length: 'long',
			cloth: '#a2667a', thin: 'part', glasses: true },
	},
	'stores/guiyang/patients/周文娟': {
		months: ['2026-09', '2026-11'], angles: ['top', 'left'],
		thin: [0.7, 0.55], chinese: true,
		look: { skin: '#e9bf9b', hair: '#241b17', length: 'tail',
			cloth: '#6b6a93', thin: 'part', band: '#5e4a86' },
	},
	'stores/guiyang/patients/陈志远': {
		months: ['2026-08', '2026-10'], angles: ['front', 'top'],
		thin: [0.85, 0.6], chinese: true,
		look: { skin: '#e0b08a', hair: '#1b1716', length: 'short',
			cloth: '#7a6a52', thin: 'temple', male: true },
		odd: { '2026-10/top': 'turned' },
	},
	'stores/kaili/patients/迪丽努尔': {
		months: ['2026-10', '2026-11'], angles: ['front', 'top', 'back'],
		thin: [0.6, 0.5],
		look: { skin: '#efcdb0', hair: '#3d2a1d', length: 'long',
			cloth: '#b0763a', thin: 'part', shine: '#a5794e' },
		odd: { '2026-10/front': 'webp', '2026-11/front': 'webp' },
	},
	'stores/kaili/patients/emily-carter': {
		months: ['2026-09', '2026-10', '2026-11'],
		angles: ['front', 'top', 'right'], thin: [0.65, 0.4],
		look: { skin: '#f6dcc6', hair: '#6a452a', length: 'bob',
			cloth: '#45617f', thin: 'part', shine: '#c99a62',
			glasses: true },
	},
	'stores/kaili/patients/龙金凤': {
		months: ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08',
			'2026-09', '2026-10', '2026-11'],
		angles: ['front', 'top', 'left', 'right', 'back'],
		thin: [1, 0.25], chinese: true, size: [720, 960],
		look: { skin: '#e3b28a', hair: '#211a18', length: 'bob',
			cloth: '#8a4a44', thin: 'part', grey: 0.2 },
	},
	'stores/kaili/patients/潘雨桐': {
		months: ['2026-10', '2026-11'], angles: ['top', 'back'],
		thin: [0.4, 0.3],
		look: { skin: '#f6d8bd', hair: '#2a1d17', length: 'tail',
			cloth: '#d9a441', thin: 'part', band: '#c4473a' },
	},
	'stores/kaili/patients/杨胜梅': {
		months: ['2026-10', '2026-11'], angles: ['front', 'top'],
		thin: [0.55, 0.45], chinese: true,
		look: { skin: '#dfae86', hair: '#1f1917', length: 'bob',
			cloth: '#56705a', thin: 'part', grey: 0.35 },
		odd: { '2026-10/top': 'heic', '2026-11/front': 'JPG' },
	},
};

const THERAPISTS = {
	'stores/guiyang/therapists/shi-yulan': {
		look: { skin: '#edc6a2', hair: '#231b18', length: 'bob',
			cloth: '#e9e2d2' },
		wall: '#8fb4c6', trim: '#1f5373',
		wechat: 'https://u.wechat.com/DEMO-shi-yulan-0000',
	},
	'stores/guiyang/therapists/wu-deqing': {
		look: { skin: '#dcae88', hair: '#1d1917', length: 'short',
			cloth: '#2b5f7d', male: true, grey: 0.25, glasses: true },
		wall: '#c9b48f', trim: '#b4372c',
	},
	'stores/kaili/therapists/tian-xiaoman': {
		look: { skin: '#f1d0b2', hair: '#2a201b', length: 'tail',
			cloth: '#e9e2d2' },
		wall: '#a9c2a4', trim: '#1f5373',
	},
	'stores/kaili/therapists/yang-zhenghe': {
		look: { skin: '#e3b78f', hair: '#1a1615', length: 'short',
			cloth: '#2b5f7d', male: true },
		wall: '#c8a39a', trim: '#b4372c',
		wechat: 'https://u.wechat.com/DEMO-yang-zhenghe-0000',
	},
};

const COVER_NAMES = ['neiyang-waihu', 'toufa-de-yinian',
	'weishenme-paizhao', 'yeban-zuoxi', 'huanji-shouji', 'meihuazhen',
	'cebaiye-linxi', 'mushu-yibai', 'heidou-xiaomi', 'sancan-dapei',
	'cha-yu-tangshui', 'dongtian-chunjie'];

const REPORTS = {
	'stores/guiyang/patients/韦秀芬/files/化验单-2026-08.png': {
		date: '2026-08-22', rows: [['血清铁蛋白', '14', 'µg/L', '15-150'],
			['25-羟维生素D', '17.5', 'ng/mL', '>20'],
			['促甲状腺激素', '2.06', 'mIU/L', '0.27-4.20']],
	},
	'stores/guiyang/patients/韦秀芬/files/化验单-2026-11.pdf': {
		date: '2026-11-13', rows: [['血清铁蛋白', '38', 'µg/L', '15-150'],
			['25-羟维生素D', '26.1', 'ng/mL', '>20']],
	},
};

/* FNV-1a: a seed that depends on the path alone. */
function seedOf(text) {
	let h = 0x811c9dc5;
	for (const byte of Buffer.from(text))
		h = Math.imul(h ^ byte, 0x01000193) >>> 0;
	return h;
}

function* progressPhotos() {
	for (const [folder, who] of Object.entries(PATIENTS)) {
		const last = who.months.length - 1;
		for (const [i, month] of who.months.entries()) {
			const [from, to] = who.thin;
			const thin = from + (to - from) * (last ? i / last : 0);
			for (const angle of who.angles) {
				const kind = who.odd?.[`${month}/${angle}`] ?? 'jpg';
				const name = who.chinese ? CHINESE[angle] : angle;
				const end = kind === 'turned' ? 'jpg' : kind;
				yield {
					path: `${folder}/photos/${month}/${name}.${end}`,
					kind, head: { look: who.look, angle, thin },
					size: kind === 'png' ? [480, 640] :
						who.size ?? [900, 1200],
				};
			}
		}
	}
}

function* otherPictures() {
	for (const [path, o] of Object.entries(THERAPISTS)) {
		const { wechat, ...options } = o;
		options.look = { ...o.look, open: true, thin: 'temple' };
		options.seed = seedOf(path);
		yield { path: `${path}.jpg`, kind: 'jpg', picture: 'portrait',
			options, size: [600, 600] };
		if (wechat)
			yield { path: `${path}-wechat.png`, kind: 'qr', text: wechat };
	}
	for (const name of COVER_NAMES)
		yield { path: `articles/${name}.jpg`, kind: 'jpg', picture: name,
			size: [960, 720] };
	yield { path: 'articles/zhifu-shoufa.jpg', kind: 'jpg',
		picture: 'article-scalp', size: [960, 720] };
	yield { path: 'logo.png', kind: 'png', picture: 'logo',
		size: [512, 512] };
	for (const name of ['gift-comb', 'gift-pillow'])
		yield { path: `${name}.jpg`, kind: 'jpg', picture: name,
			size: [480, 480] };
	for (const [path, options] of Object.entries(REPORTS))
		yield { path, kind: path.slice(-3), picture: 'report', options,
			size: [1000, 760] };
}

/* Runs in the browser. */
async function paint({ job, seed, type, turned }) {
	const [w, h] = job.size;
	const canvas = new OffscreenCanvas(turned ? h : w, turned ? w : h);
	const c = canvas.getContext('2d');
	if (turned) {
		c.translate(0, w);
		c.rotate(-Math.PI / 2);
	}
	if (job.head) {
		c.scale(w / 900, h / 1200);
		/* global drawHead, drawPicture */
		drawHead(c, job.head.look, job.head.angle, job.head.thin, seed);
	} else {
		drawPicture(c, job.picture, job.options);
	}
	const blob = await canvas.convertToBlob({ type, quality: 0.8 });
	const bytes = new Uint8Array(await blob.arrayBuffer());
	let binary = '';
	for (let i = 0; i < bytes.length; i += 8192)
		binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
	return btoa(binary);
}

/* A PDF of one page that is nothing but a JPEG. */
function pdfOf(jpeg, [w, h]) {
	const parts = [Buffer.from('%PDF-1.4\n')];
	const places = [];
	const size = () => parts.reduce((sum, part) => sum + part.length, 0);
	const page = `q 595 0 0 ${Math.round((595 * h) / w)} 0 200 cm /P Do Q`;
	const object = (head, body) => {
		places.push(size());
		parts.push(Buffer.from(`${places.length} 0 obj\n${head}\n`));
		if (body)
			parts.push(Buffer.from('stream\n'), body,
				Buffer.from('\nendstream\n'));
		parts.push(Buffer.from('endobj\n'));
	};
	object('<</Type/Catalog/Pages 2 0 R>>');
	object('<</Type/Pages/Kids[3 0 R]/Count 1>>');
	object('<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]' +
		'/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>');
	object(`<</Length ${page.length}>>`, Buffer.from(page));
	object(`<</Type/XObject/Subtype/Image/Width ${w}/Height ${h}` +
		'/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode' +
		`/Length ${jpeg.length}>>`, jpeg);
	const start = size();
	const rows = places.map((p) => `${String(p).padStart(10, '0')} 00000 n \n`);
	parts.push(Buffer.from(`xref\n0 6\n0000000000 65535 f \n${rows.join('')}` +
		`trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`));
	return Buffer.concat(parts);
}

function addCameraData(file) {
	execFileSync('exiftool', ['-q', '-overwrite_original',
		'-Orientation#=6', '-Make=Demo', '-Model=Demo Phone 1',
		'-DateTimeOriginal=2026:10:10 10:12:00', '-GPSLatitude=26.5512',
		'-GPSLatitudeRef=N', '-GPSLongitude=106.6604',
		'-GPSLongitudeRef=E', '-GPSAltitude=1071',
		'-XMP-dc:Creator=Demo Owner', file]);
}

async function draw(page, job, scratch) {
	const file = join(content, job.path);
	mkdirSync(dirname(file), { recursive: true });
	if (job.kind === 'qr') {
		execFileSync('qrencode', ['-o', file, '-s', '8', '-m', '4', '-l',
			'M', job.text]);
		return;
	}
	const type = { png: 'image/png', heic: 'image/png',
		webp: 'image/webp' }[job.kind] ?? 'image/jpeg';
	const bytes = Buffer.from(await page.evaluate(paint, { job, type,
		seed: seedOf(job.path), turned: job.kind === 'turned' }), 'base64');
	if (job.kind === 'heic') {
		const source = join(scratch, 'photo.png');
		writeFileSync(source, bytes);
		execFileSync('heif-enc', ['-q', '45', '--no-alpha', '-o', file,
			source], { stdio: 'ignore' });
	} else {
		writeFileSync(file, job.kind === 'pdf' ? pdfOf(bytes, job.size) :
			bytes);
	}
	if (job.kind === 'turned')
		addCameraData(file);
}

const scratch = mkdtempSync(join(tmpdir(), 'draw-demo-'));
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
	const page = await browser.newPage();
	for (const name of ['draw_demo_heads.js', 'draw_demo_pictures.js'])
		await page.addScriptTag({
			content: readFileSync(join(here, name), 'utf8') });
	let files = 0, total = 0;
	for (const job of [...progressPhotos(), ...otherPictures()]) {
		if (!job.path.includes(only))
			continue;
		await draw(page, job, scratch);
		files++;
		total += statSync(join(content, job.path)).size;
	}
	console.log(`${files} pictures, ${(total / 1e6).toFixed(2)} MB`);
} finally {
	await browser.close();
	rmSync(scratch, { recursive: true });
}
