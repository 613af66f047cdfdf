// The one page of a demo application, in its three states: nobody, somebody, refused.
import { html, type Safe, type Value } from '../../../views/html.ts';

export type Look = { name: string; colour: number; portal: string };

function frame(look: Look, body: Value): string {
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${look.name}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body class="colour-${look.colour}">
        <p class="demo-banner" role="note">
          Bản dùng thử: ứng dụng mẫu kết nối Một Chìa, dữ liệu đều là giả định.
        </p>
        <header>
          <strong>${look.name}</strong> <a href="${look.portal}">Các ứng dụng khác</a>
        </header>
        <main>${body}</main>
      </body>
    </html>`.text;
}

const isText = (value: unknown) => typeof value === 'string';

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every(isText)) return value.join(', ');
  return JSON.stringify(value, null, 1);
}

function claimRows(claims: Record<string, unknown>): Safe[] {
  return Object.entries(claims).map(
    ([claim, value]) =>
      html`<tr>
        <th scope="row"><code>${claim}</code></th>
        <td>${shown(value)}</td>
      </tr>`,
  );
}

export function nobodyPage(look: Look): string {
  return frame(
    look,
    html`<h1>Chưa đăng nhập</h1>
      <p>Ứng dụng này không giữ mật khẩu nào: việc đăng nhập do Một Chìa lo.</p>
      <p><a class="button" href="/login">Đăng nhập</a></p>`,
  );
}

export function somebodyPage(look: Look, claims: Record<string, unknown>): string {
  return frame(
    look,
    html`<h1>Xin chào, ${shown(claims['name'] ?? claims['sub'])}</h1>
      <p><a class="button" href="/logout">Đăng xuất khỏi tất cả ứng dụng</a></p>
      <h2>Thông tin Một Chìa cung cấp cho ứng dụng</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Tên</th>
            <th scope="col">Giá trị</th>
          </tr>
        </thead>
        <tbody>
          ${claimRows(claims)}
        </tbody>
      </table>`,
  );
}

const words: Record<string, string> = {
  access_denied: 'Một Chìa không cho phép tài khoản này vào ứng dụng.',
  login_required: 'Cần đăng nhập trước khi vào ứng dụng.',
  temporarily_unavailable: 'Một Chìa tạm thời chưa phục vụ được. Hãy thử lại sau ít phút.',
  server_error: 'Một Chìa gặp lỗi ngoài dự kiến. Hãy thử lại.',
};

export function refusedPage(look: Look, refusal: { code: string; description: string }): string {
  return frame(
    look,
    html`<h1>Không vào được ứng dụng</h1>
      <p>${words[refusal.code] ?? 'Lượt đăng nhập không hoàn tất.'}</p>
      <p class="small">
        Mã lỗi: <code>${refusal.code}</code>
        ${refusal.description && html`(<span lang="en">${refusal.description}</span>)`}
      </p>
      <p><a class="button" href="/">Quay lại</a></p>`,
  );
}
