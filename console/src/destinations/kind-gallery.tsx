import { TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useKinds } from './destination-data.ts'

/** Where events can go. */
export function KindGallery() {
  const { data, error, refetch } = useKinds()
  const [words, setWords] = useState('')
  const found = data?.filter(({ kind, title }) =>
    `${kind} ${title}`.toLowerCase().includes(words.trim().toLowerCase()),
  )
  return (
    <>
      <TextInput
        aria-label="Find a kind"
        placeholder="Splunk, Sentinel, syslog, S3 …"
        leftSection={<Icon name="search" />}
        className="kind-search"
        value={words}
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
      />
      {error && <Trouble error={error} again={() => void refetch()} />}
      {found?.length === 0 && (
        <p className="soft">
          No kind is called so: “HTTPS” and “Syslog” reach almost everything, and whatever pulls can
          use the pull API.
        </p>
      )}
      <ul className="gallery kinds">
        {found?.map(({ kind, title }) => (
          <li key={kind} className="card">
            <h2>
              <Icon name="exports" />
              <Link to="/destinations/new" search={{ kind }}>
                {title}
              </Link>
            </h2>
          </li>
        ))}
      </ul>
    </>
  )
}
