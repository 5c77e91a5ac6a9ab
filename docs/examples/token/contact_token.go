// Makes a Parley contact token with nothing but the standard library.
package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

var base64url = base64.RawURLEncoding

// ContactToken says who a contact is. claims may hold name, avatar, email, level and attributes.
func ContactToken(secret, channel, sub string, lasts time.Duration, claims map[string]any) (string, error) {
	keyID, encodedKey, found := strings.Cut(secret, ".")
	if !found {
		return "", errors.New("the secret is <key id>.<key>")
	}
	key, err := base64url.DecodeString(encodedKey)
	if err != nil {
		return "", err
	}
	now := time.Now()
	all := map[string]any{"aud": channel, "sub": sub, "iat": now.Unix(), "exp": now.Add(lasts).Unix()}
	for name, value := range claims {
		all[name] = value
	}
	payload, err := json.Marshal(all)
	if err != nil {
		return "", err
	}
	headerJSON, err := json.Marshal(map[string]string{"alg": "dir", "enc": "A256GCM", "kid": keyID})
	if err != nil {
		return "", err
	}
	header := base64url.EncodeToString(headerJSON)
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return "", err
	}
	iv := make([]byte, gcm.NonceSize())
	if _, err := rand.Read(iv); err != nil {
		return "", err
	}
	sealed := gcm.Seal(nil, iv, payload, []byte(header))
	split := len(sealed) - gcm.Overhead()
	parts := []string{header, "", base64url.EncodeToString(iv), base64url.EncodeToString(sealed[:split]), base64url.EncodeToString(sealed[split:])}
	return strings.Join(parts, "."), nil
}

func main() {
	claims := map[string]any{"name": "User 1 用户", "level": "gold"}
	token, err := ContactToken(os.Getenv("PARLEY_SECRET"), os.Getenv("PARLEY_CHANNEL"), "user-1", 365*24*time.Hour, claims)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(token)
}
