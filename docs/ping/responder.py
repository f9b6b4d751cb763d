"""Answers the pings of Patchbay, with nothing but Python: PATCHBAY_SECRET=whsec_… python3 responder.py 8080"""
import base64, hashlib, hmac, json, os, sys, threading, time, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["PATCHBAY_SECRET"].removeprefix("whsec_"))

def sign(id, at, body):
    mac = hmac.new(KEY, f"{id}.{at}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(mac.digest()).decode()

def call_back(ping):
    body = json.dumps({"type": "patchbay.pong", "challenge": ping["challenge"], "nonce": ping["nonce"]}).encode()
    id, at = ping["challenge"], str(int(time.time()))
    headers = {"content-type": "application/json", "webhook-id": id, "webhook-timestamp": at, "webhook-signature": sign(id, at, body)}
    urllib.request.urlopen(urllib.request.Request(ping["callbackUrl"], body, headers), timeout=10)

class Responder(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), 16384))
        id, at = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "0")
        fresh = at.isdigit() and abs(time.time() - int(at)) < 300
        known = fresh and hmac.compare_digest(self.headers.get("webhook-signature", ""), sign(id, at, body))
        self.send_response(202 if known else 401)
        self.send_header("content-length", "0")
        self.end_headers()
        ping = json.loads(body) if known else {}
        if ping.get("callbackUrl"):  # without one it is a test of the connection: there is nothing to answer
            threading.Thread(target=call_back, args=(ping,)).start()

ThreadingHTTPServer(("", int(sys.argv[1])), Responder).serve_forever()
