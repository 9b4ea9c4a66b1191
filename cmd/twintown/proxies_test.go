package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// tool is a program of the proxies' own; a test without it is left out, loudly.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("NOT TESTED: %s is not installed here, so nobody has read its example", name)
	}
	return path
}

// runTool runs it and fails with what it says.
func runTool(t *testing.T, home string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), tool(t, name), args...)
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// The examples are read by the programs that they are for.
func TestCaddyTakesItsExample(t *testing.T) {
	file := filepath.Join("..", "..", "deploy", "proxy", "Caddyfile")
	runTool(t, t.TempDir(), "caddy", "validate", "--config", file, "--adapter", "caddyfile")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if tidy := runTool(t, t.TempDir(), "caddy", "fmt", file); tidy != string(raw) {
		t.Errorf("caddy would write it as\n%s", tidy)
	}
}

func TestNginxTakesItsExample(t *testing.T) {
	tool(t, "nginx")
	raw, err := os.ReadFile(filepath.Join("..", "..", "deploy", "proxy", "nginx.conf"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	selfSigned(t, folder)
	text := regexp.MustCompile(`/etc/letsencrypt/live/[^/]+/`).ReplaceAllString(string(raw), folder+"/")
	text = regexp.MustCompile(`(?m)^\tlisten \[::\].*\n`).ReplaceAllString(text, "")
	text = regexp.MustCompile(`listen \d+`).ReplaceAllStringFunc(text, func(string) string { return "listen " + unused(t) })
	for name, content := range map[string]string{
		"twintown.conf": text,
		"nginx.conf": fmt.Sprintf("error_log stderr;\npid %s/pid;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path %[1]s/a;\nproxy_temp_path %[1]s/b;\n"+
			"fastcgi_temp_path %[1]s/c;\nuwsgi_temp_path %[1]s/d;\nscgi_temp_path %[1]s/e;\ninclude %[1]s/twintown.conf;\n}\n", folder),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out := runTool(t, folder, "nginx", "-t", "-c", filepath.Join(folder, "nginx.conf")); !strings.Contains(out, "is successful") || strings.Contains(out, "[warn]") {
		t.Error(out)
	}
}

// unused is an address of this machine at which nobody listens.
func unused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// selfSigned puts a certificate and its key where the example has those of certbot.
func selfSigned(t *testing.T, folder string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"partners.example.org"}}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"fullchain.pem": {Type: "CERTIFICATE", Bytes: cert}, "privkey.pem": {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
