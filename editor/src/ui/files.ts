// Reading a file a person chooses, and handing one out.

/** The text of the chosen file; undefined when the person closed the dialog. */
export function pickTextFile(accept: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = accept;
    input.oncancel = () => resolve(undefined);
    input.onchange = () => {
      const file = input.files?.[0];
      if (file) file.text().then(resolve, reject);
      else resolve(undefined);
    };
    input.click();
  });
}

export function downloadText(name: string, text: string): void {
  downloadBlob(name, new Blob([text], { type: "application/json" }));
}

export function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
