"""A mail server for tests: STARTTLS and a password are a must; what it gets lies in a Maildir, in the given folder.

Usage: mail_server.py FOLDER PORT"""
import signal
import ssl
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult, LoginPassword


class Keeper(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 There is nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    is_known = isinstance(data, LoginPassword) and data.login == b"ops" and data.password == b"open sesame"
    return AuthResult(success=is_known, handled=is_known)


folder = Path(sys.argv[1])
tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
tls.load_cert_chain(folder / "cert.pem", folder / "key.pem")
controller = Controller(
    Keeper(folder / "mails"), hostname="127.0.0.1", port=int(sys.argv[2]), tls_context=tls, require_starttls=True,
    authenticator=authenticate, auth_required=True, auth_require_tls=True,
)
controller.start()
print("ready", flush=True)
signal.pause()
