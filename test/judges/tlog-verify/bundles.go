package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight, tileWidth = 8, 256

// bundles is a log as its entry bundles have it: the entries, and the hashes that they make.
type bundles struct {
	entries [][]byte
	hashes  storedHashes
}

// storedHashes holds the hashes of a tree in the order of tlog.StoredHashIndex.
type storedHashes []tlog.Hash

func (stored storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(stored)) {
			return nil, fmt.Errorf("hash %d is beyond the tree", index)
		}
		found[i] = stored[index]
	}
	return found, nil
}

func readBundles(dir string, size int64) (*bundles, error) {
	log := &bundles{}
	for index := int64(0); index*tileWidth < size; index++ {
		width := min(size-index*tileWidth, tileWidth)
		path := tilePath("entries", index, width)
		bundle, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return nil, err
		}
		before := len(log.entries)
		if err := log.add(bundle); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if added := len(log.entries) - before; int64(added) != width {
			return nil, fmt.Errorf("%s: %d entries instead of %d", path, added, width)
		}
	}
	return log, nil
}

func (log *bundles) add(bundle []byte) error {
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
			return errors.New("torn")
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		entry := bundle[2:end]
		hashes, err := tlog.StoredHashes(int64(len(log.entries)), entry, log.hashes)
		if err != nil {
			return err
		}
		log.entries = append(log.entries, entry)
		log.hashes = append(log.hashes, hashes...)
		bundle = bundle[end:]
	}
	return nil
}

func checkRoot(log *bundles, now head) error {
	root, err := tlog.TreeHash(now.size, log.hashes)
	if err != nil {
		return err
	}
	if root != now.root {
		return fmt.Errorf("root: the entries make %v, the checkpoint says %v", root, now.root)
	}
	return nil
}
