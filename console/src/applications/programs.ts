import type { NewDevice } from './new-device.ts'

/** A first connection in each language that has an official SDK. */

export const javascript = ({ token, hostname, keyId, key }: NewDevice) =>
  `import { getSecrets, initializeStorage, localConfigStorage } from '@keeper-security/secrets-manager-core'

const storage = localConfigStorage('ksm-config.json')
await initializeStorage(storage, '${token}', '${hostname}')
const { records } = await getSecrets({
  storage,
  serverPublicKeyId: '${keyId}',
  serverPublicKey: '${key}',
})`

export const python = ({ token, hostname, keyId, key }: NewDevice) =>
  `from keeper_secrets_manager_core import SecretsManager
from keeper_secrets_manager_core.storage import FileKeyValueStorage

secrets_manager = SecretsManager(
    token='${token}',
    hostname='${hostname}',
    config=FileKeyValueStorage('ksm-config.json'),
    server_public_key='${key}',
    server_public_key_id='${keyId}',
)
records = secrets_manager.get_secrets()`

export const go = ({ token, hostname, keyId, key }: NewDevice) =>
  `package main

import (
	"fmt"
	_ "unsafe" // for go:linkname

	ksm "github.com/keeper-security/secrets-manager-go/core"
)

//go:linkname serverKeys github.com/keeper-security/secrets-manager-go/core.keeperServerPublicKeys
var serverKeys map[string]string

func main() {
	config := ksm.NewFileKeyValueStorage("ksm-config.json")
	serverKeys["${keyId}"] = "${key}"
	config.Set(ksm.KEY_SERVER_PUBLIC_KEY_ID, "${keyId}")
	client := ksm.NewSecretsManager(&ksm.ClientOptions{
		Config:   config,
		Token:    "${token}",
		Hostname: "${hostname}",
	})
	records, err := client.GetSecrets([]string{})
	fmt.Println(len(records), err)
}`

export const java = ({ token, hostname, key }: NewDevice) =>
  `import com.keepersecurity.secretsManager.core.*;
import java.lang.reflect.Field;
import java.util.Base64;
import java.util.Map;

public class ReadSecrets {
    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        Field keys = SecretsManager.class.getDeclaredField("keeperPublicKeys");
        keys.setAccessible(true);
        ((Map<Integer, byte[]>) keys.get(null)).put(7, Base64.getUrlDecoder().decode("${key}"));

        LocalConfigStorage storage = new LocalConfigStorage("ksm-config.json");
        SecretsManager.initializeStorage(storage, "${token}", "${hostname}");
        KeeperSecrets secrets = SecretsManager.getSecrets(new SecretsManagerOptions(storage));
        System.out.println(secrets.getRecords().size());
    }
}`

/** With padding and the letters of plain base64, as .NET reads it. */
const plainBase64 = (text: string) =>
  text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .padEnd(Math.ceil(text.length / 4) * 4, '=')

export const dotnet = ({ token, hostname, key }: NewDevice) =>
  `using System.Reflection;
using SecretsManager;

var keys = (Dictionary<int, byte[]>)typeof(SecretsManagerClient)
    .GetField("KeeperPublicKeys", BindingFlags.NonPublic | BindingFlags.Static)!
    .GetValue(null)!;
keys[10] = Convert.FromBase64String("${plainBase64(key)}");

var storage = new LocalConfigStorage("ksm-config.json");
SecretsManagerClient.InitializeStorage(storage, "${token}", "${hostname}");
var secrets = await SecretsManagerClient.GetSecrets(new SecretsManagerOptions(storage));`

export const ruby = ({ token, hostname, keyId, key }: NewDevice) =>
  `require 'keeper_secrets_manager'

secrets_manager = KeeperSecretsManager.new(
  token: '${token}',
  hostname: '${hostname}',
  config: KeeperSecretsManager::Storage::FileStorage.new('ksm-config.json'),
  server_public_key: '${key}',
  server_public_key_id: '${keyId}'
)
records = secrets_manager.get_secrets`

export const rust = ({ token, hostname, keyId, key }: NewDevice) =>
  `use keeper_secrets_manager_core::{ClientOptions, FileKeyValueStorage, KSMRError, SecretsManager};

fn main() -> Result<(), KSMRError> {
    let config = FileKeyValueStorage::new_config_storage("ksm-config.json".to_string())?;
    let mut options = ClientOptions::new_client_options_with_token("${token}".to_string(), config);
    options.hostname = Some("${hostname}".to_string());
    options.set_server_public_key_id("${keyId}");
    options.set_server_public_key("${key}");
    let mut secrets_manager = SecretsManager::new(options)?;
    println!("{}", secrets_manager.get_secrets(Vec::new())?.len());
    Ok(())
}`
