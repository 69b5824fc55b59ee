export interface Authority {
  sn: string
  name: string
  status: string
  until: string | number
  devices: number
}

export interface DeviceCertificate {
  sn: string
  name: string
  status: string
  until: string | number
}

export interface ServerCertificate {
  name: string
  sn: string
  subject: string
  until: string | number
  hosts: string[]
}

/** Among the hosts of a certificate: it is shown to clients that ask for no name that is known. */
export const usual = 'default'

/** The service says `active` or, as the cloud service does, `1`. */
export const isActive = (status: string) => status === 'active' || status === '1'
