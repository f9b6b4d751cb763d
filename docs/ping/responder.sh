#!/usr/bin/env bash
# Answers the pings of Patchbay, with bash, openssl and curl. It reads one request and writes one answer, so run it behind socat or inetd:
#   PATCHBAY_SECRET=whsec_… socat TCP-LISTEN:8080,fork,reuseaddr EXEC:./responder.sh
set -euo pipefail
key=$(printf %s "${PATCHBAY_SECRET#whsec_}" | openssl base64 -d -A | od -An -tx1 -v | tr -d ' \n')
sign() { printf %s "$1" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A; }
answer() { printf 'HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' "$1"; }
field() { printf %s "$body" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

read -r _request
length=0 id='' at=0 signature=''
while IFS=': ' read -r name value && [ "$name" != $'\r' ] && [ -n "$name" ]; do
  value=${value%$'\r'}
  case ${name,,} in
    content-length) length=$value ;;
    webhook-id) id=$value ;;
    webhook-timestamp) at=${value//[!0-9]/} ;;
    webhook-signature) signature=$value ;;
  esac
done
if [ "$length" -gt 16384 ]; then answer '413 Content Too Large'; exit; fi
body=$(head -c "$length")
age=$(($(date +%s) - ${at:-0}))
if [ "$signature" != "v1,$(sign "$id.$at.$body")" ] || [ "${age#-}" -gt 300 ]; then answer '401 Unauthorized'; exit; fi
answer '202 Accepted'

# A ping without a callback is a test of the connection: there is nothing to answer.
url=$(field callbackUrl)
if [ -z "$url" ]; then exit; fi
id=$(field challenge) at=$(date +%s)
pong="{\"type\":\"patchbay.pong\",\"challenge\":\"$id\",\"nonce\":\"$(field nonce)\"}"
curl -sS --max-time 10 "$url" -d "$pong" -H 'content-type: application/json' \
  -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$(sign "$id.$at.$pong")" >/dev/null
