package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// head is what a checkpoint says about a log.
type head struct {
	size int64
	root tlog.Hash
}

func readHead(file string, verifier note.Verifier) (head, error) {
	signed, err := os.ReadFile(file)
	if err != nil {
		return head{}, err
	}
	return openHead(signed, verifier)
}

func openHead(signed []byte, verifier note.Verifier) (head, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return head{}, fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return head{}, errors.New("checkpoint: not the origin, size and root of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return head{}, fmt.Errorf("checkpoint: %w", err)
	}
	root, err := tlog.ParseHash(lines[2])
	return head{size, root}, err
}

func judgeClaims(dir string) error {
	opened, err := open(dir)
	if err != nil {
		return err
	}
	growths, err := filepath.Glob(filepath.Join(dir, "growth", "*.checkpoint"))
	if err != nil {
		return err
	}
	proofs, err := filepath.Glob(filepath.Join(dir, "proofs", "*.tlog-proof"))
	if err != nil {
		return err
	}
	for _, file := range growths {
		base := strings.TrimSuffix(file, ".checkpoint")
		printClaim(file, checkGrowth(base, opened.log, opened.now, opened.verifier))
	}
	for _, file := range proofs {
		printClaim(file, checkProof(file, opened.log, opened.verifier))
	}
	return nil
}

func printClaim(file string, err error) {
	verdict := "OK"
	if err != nil {
		verdict = "FAIL " + strings.ReplaceAll(err.Error(), "\n", " ")
	}
	fmt.Println(filepath.Base(file), verdict)
}

func checkGrowths(dir string, log *bundles, now head, verifier note.Verifier) (int, error) {
	files, err := filepath.Glob(filepath.Join(dir, "growth", "*.checkpoint"))
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		if err := checkGrowth(strings.TrimSuffix(file, ".checkpoint"), log, now, verifier); err != nil {
			return 0, fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
	}
	return len(files), nil
}

func checkGrowth(base string, log *bundles, now head, verifier note.Verifier) error {
	earlier, err := readHead(base+".checkpoint", verifier)
	if err != nil {
		return err
	}
	if err := checkRoot(log, earlier); err != nil {
		return err
	}
	lines, err := os.ReadFile(base + ".proof")
	if err != nil {
		return err
	}
	proof, err := parseHashes(string(lines))
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, now.size, now.root, earlier.size, earlier.root)
}

func checkProofs(dir string, log *bundles, verifier note.Verifier) (int, error) {
	files, err := filepath.Glob(filepath.Join(dir, "proofs", "*.tlog-proof"))
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		if err := checkProof(file, log, verifier); err != nil {
			return 0, fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
	}
	return len(files), nil
}

func checkProof(file string, log *bundles, verifier note.Verifier) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	claim, signed, found := strings.Cut(string(text), "\n\n")
	lines := strings.SplitN(claim+"\n", "\n", 3)
	if !found || len(lines) != 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a tlog-proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil || index >= int64(len(log.entries)) {
		return fmt.Errorf("%q names no entry", lines[1])
	}
	hashes, err := parseHashes(lines[2])
	if err != nil {
		return err
	}
	at, err := openHead([]byte(signed), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, at.size, at.root, index, tlog.RecordHash(log.entries[index]))
}

func parseHashes(lines string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		decoded, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(decoded) != tlog.HashSize {
			return nil, fmt.Errorf("%q is not a hash", line)
		}
		hashes = append(hashes, tlog.Hash(decoded))
	}
	return hashes, nil
}
