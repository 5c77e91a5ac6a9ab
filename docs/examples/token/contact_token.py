"""Makes a Parley contact token. Needs one library: pip install cryptography (or apt install python3-cryptography)."""
import base64
import json
import os
import time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def contact_token(secret: str, channel: str, sub: str, expires_in_seconds: int = 365 * 24 * 3600, **claims) -> str:
    key_id, encoded_key = secret.split(".")
    key = base64.urlsafe_b64decode(encoded_key + "=")
    now = int(time.time())
    claims.update(aud=channel, sub=sub, iat=now, exp=now + expires_in_seconds)
    header = base64url(json.dumps({"alg": "dir", "enc": "A256GCM", "kid": key_id}).encode())
    iv = os.urandom(12)
    sealed = AESGCM(key).encrypt(iv, json.dumps(claims).encode(), header.encode())
    ciphertext, tag = sealed[:-16], sealed[-16:]
    return ".".join([header, "", base64url(iv), base64url(ciphertext), base64url(tag)])


if __name__ == "__main__":
    print(
        contact_token(
            os.environ["PARLEY_SECRET"], os.environ["PARLEY_CHANNEL"], "user-1", name="User 1 用户", level="gold"
        )
    )
