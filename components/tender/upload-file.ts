"use client";

export type StoredFileFacts = {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
};

/**
 * Sends one file to the platform, with progress. XMLHttpRequest, because fetch tells nothing of how far it is.
 *
 * @throws {Error} with the platform's sentence where it was refused
 */
export function uploadFile(file: File, onProgress: (part: number) => void): Promise<StoredFileFacts> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/files");
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Error(""));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status === 201) resolve(answer as StoredFileFacts);
      else reject(new Error((answer as { message?: string }).message ?? ""));
    };
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
