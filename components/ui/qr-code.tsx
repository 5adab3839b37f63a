import QRCode from "qrcode";

/** A QR code as SVG, drawn on the server. */
export function QrCode({
  value,
  label,
  size = 104,
}: {
  readonly value: string;
  readonly label: string;
  readonly size?: number;
}) {
  const { modules } = QRCode.create(value, { errorCorrectionLevel: "M" });
  const dots = Array.from({ length: modules.size }, (_, y) =>
    Array.from({ length: modules.size }, (_, x) => (modules.get(y, x) ? `M${x} ${y}h1v1h-1z` : "")).join(""),
  ).join("");
  const side = modules.size + 4;
  return (
    <svg
      className="qr"
      viewBox={`-2 -2 ${side} ${side}`}
      width={size}
      height={size}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path fill="#fff" d={`M-2-2h${side}v${side}H-2z`} />
      <path fill="#1f2329" d={dots} />
    </svg>
  );
}
