// The receipt as a text file that a learner can keep and anybody can check.

import { vietnamTime } from "./dom.js";

export function downloadReceipt(receipt, lesson, tasks, texts) {
  const blob = new Blob(["\ufeff", receiptText(receipt, lesson, tasks, texts)], { type: "text/plain;charset=utf-8" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `bien-nhan-${receipt.lesson}-${receipt.id}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function receiptText(receipt, lesson, tasks, texts) {
  const part = (lang) => {
    const say = (key) => texts[`receipt.${key}`][lang];
    return [
      `HỘI CHẨN – ${say("file_title")}`,
      `${lesson.title(lang)} (${receipt.lesson})`,
      `${say("learner")}: ${receipt.learner}`,
      `${say("time")}: ${vietnamTime(receipt.received_at)} (${say("zone")})`,
      `${say("id")}: ${receipt.id}`,
      `${say("checksum")}: ${receipt.sha256}`,
      `${say("tasks")}: ${tasks.map((title) => title[lang]).join("; ") || say("no_tasks")}`,
      `${say("files")}:`,
      ...receipt.files.map((file) => `  ${file.sha256}  ${file.bytes}  ${file.path}`),
    ].join("\r\n");
  };
  return [part("vi"), part("en"), JSON.stringify(receipt)].join("\r\n\r\n") + "\r\n";
}
