'use strict';
const words = {"open":"开着","shut":"已打烊"};
if (words.open) {
document.title += words.open; // all of it
}
