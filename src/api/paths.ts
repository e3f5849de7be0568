/** Made of the server’s description of its routes by tests/flows/api-types.test.ts; not to be edited. */
export interface paths {
  '/api/status': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @enum {string} */
              name: 'bidseal'
              version: string
              /** Format: date-time */
              time: string
              demo: boolean
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/organisations': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              organisations: {
                id: string
                name: string
                prices: {
                  claim: number
                  join: number
                  renew: number
                  recover: number
                }
                isAvailable: boolean
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/demo': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              companies: {
                name: string
                creditCode: string
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/enrolments': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            person: string
            creditCode: string
            device: string
            csr: string
            organisation?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              company: string
              signing: string[]
              encryption: string[]
              encryptionKey: string
              seals: string[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/shares': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            id: string
            share: string
            verifier: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/shares/release': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            id: string
            proof: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              share: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/shares/change': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            id: string
            proof: string
            verifier: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/codes': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            mobile: string
            /** @enum {string} */
            purpose: 'enter' | 'password' | 'wechat'
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              ticket: string
              expiresAt: number
              nextAt: number
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/register': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            ticket: string
            code: string
            password: string
            device: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              session: string
              csrf: string
              mobile: string
              hasPassword: boolean
              hasWechat: boolean
              identifiedAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/login/code': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            ticket: string
            code: string
            device: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              session: string
              csrf: string
              mobile: string
              hasPassword: boolean
              hasWechat: boolean
              identifiedAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/login/password': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            mobile: string
            password: string
            device: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              session: string
              csrf: string
              mobile: string
              hasPassword: boolean
              hasWechat: boolean
              identifiedAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/password/reset': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            ticket: string
            code: string
            password: string
            device: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              session: string
              csrf: string
              mobile: string
              hasPassword: boolean
              hasWechat: boolean
              identifiedAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/wechat': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** Format: uri */
              url: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/wechat/return': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
            state: string
            device: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json':
              | {
                  account: {
                    session: string
                    csrf: string
                    mobile: string
                    hasPassword: boolean
                    hasWechat: boolean
                    identifiedAt: number | null
                  }
                }
              | {
                  binding: string
                }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/wechat/bind': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            ticket: string
            code: string
            binding: string
            device: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              session: string
              csrf: string
              mobile: string
              hasPassword: boolean
              hasWechat: boolean
              identifiedAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              session: string
              csrf: string
              mobile: string
              hasPassword: boolean
              hasWechat: boolean
              identifiedAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/password': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            current: string
            password: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/devices': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              devices: {
                id: string
                name: string
                createdAt: number
                seenAt: number
                isThisOne: boolean
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/devices/{id}/end': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/account/logout': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/identity': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string | null
              idNumber: string | null
              method: ('alipay' | 'bank-card') | null
              provenAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/identity/alipay': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            idNumber: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** Format: uri */
              url: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/identity/alipay/return': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @enum {string} */
              state: 'passed' | 'pending'
              identity: {
                name: string | null
                idNumber: string | null
                method: ('alipay' | 'bank-card') | null
                provenAt: number | null
              }
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/identity/bank-card': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            idNumber: string
            card: string
            mobile: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string | null
              idNumber: string | null
              method: ('alipay' | 'bank-card') | null
              provenAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query: {
          text: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              companies: {
                creditCode: string
                name: string
                isClaimed: boolean
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/choices': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              provinces: {
                id: string
                name: string
              }[]
              platforms: {
                id: string
                name: string
                provinces: string[]
              }[]
              organisations: {
                id: string
                name: string
                isAvailable: boolean
                fen: {
                  claim: number
                  join: number
                  renew: number
                  recover: number
                }
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/{creditCode}/administrator': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          creditCode: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              company: string
              name: string
              mobile: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          after?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              applications: {
                id: string
                /** @enum {string} */
                kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                version: number
                creditCode: string
                company: string
                createdAt: number
                changedAt: number
                submittedAt: number | null
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json':
            | {
                /** @enum {string} */
                kind: 'claim' | 'takeover'
                company: {
                  name: string
                  creditCode: string
                  legalPerson: string
                  /** @enum {string} */
                  idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                  idNumber: string
                  licenceUntil: string | 'long-term'
                  licence: string
                }
              }
            | {
                /** @enum {string} */
                kind: 'join'
                creditCode: string
                administrator: {
                  name: string
                  mobile: string
                }
              }
            | {
                /** @enum {string} */
                kind: 'recover' | 'renew'
                previous: string
              }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              form: {
                company: {
                  name: string
                  creditCode: string
                  legalPerson: string
                  /** @enum {string} */
                  idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                  idNumber: string
                  licenceUntil: string
                  licence: string
                } | null
                certificate: {
                  province: string
                  platform: string
                  organisation: string
                } | null
                stamped: string | null
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                letter: string | null
                previous: string | null
              }
              warnings: 'credit-code'[]
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              form: {
                company: {
                  name: string
                  creditCode: string
                  legalPerson: string
                  /** @enum {string} */
                  idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                  idNumber: string
                  licenceUntil: string
                  licence: string
                } | null
                certificate: {
                  province: string
                  platform: string
                  organisation: string
                } | null
                stamped: string | null
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                letter: string | null
                previous: string | null
              }
              warnings: 'credit-code'[]
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}/company': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            company: {
              name: string
              creditCode: string
              legalPerson: string
              /** @enum {string} */
              idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
              idNumber: string
              licenceUntil: string | 'long-term'
              licence: string
            }
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              form: {
                company: {
                  name: string
                  creditCode: string
                  legalPerson: string
                  /** @enum {string} */
                  idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                  idNumber: string
                  licenceUntil: string
                  licence: string
                } | null
                certificate: {
                  province: string
                  platform: string
                  organisation: string
                } | null
                stamped: string | null
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                letter: string | null
                previous: string | null
              }
              warnings: 'credit-code'[]
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}/certificate': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            certificate: {
              province: string
              platform: string
              organisation: string
            }
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              form: {
                company: {
                  name: string
                  creditCode: string
                  legalPerson: string
                  /** @enum {string} */
                  idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                  idNumber: string
                  licenceUntil: string
                  licence: string
                } | null
                certificate: {
                  province: string
                  platform: string
                  organisation: string
                } | null
                stamped: string | null
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                letter: string | null
                previous: string | null
              }
              warnings: 'credit-code'[]
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}/stamped': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            stamped: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              form: {
                company: {
                  name: string
                  creditCode: string
                  legalPerson: string
                  /** @enum {string} */
                  idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                  idNumber: string
                  licenceUntil: string
                  licence: string
                } | null
                certificate: {
                  province: string
                  platform: string
                  organisation: string
                } | null
                stamped: string | null
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                letter: string | null
                previous: string | null
              }
              warnings: 'credit-code'[]
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}/submit': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              form: {
                company: {
                  name: string
                  creditCode: string
                  legalPerson: string
                  /** @enum {string} */
                  idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                  idNumber: string
                  licenceUntil: string
                  licence: string
                } | null
                certificate: {
                  province: string
                  platform: string
                  organisation: string
                } | null
                stamped: string | null
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                letter: string | null
                previous: string | null
              }
              warnings: 'credit-code'[]
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}/withdraw': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              form: {
                company: {
                  name: string
                  creditCode: string
                  legalPerson: string
                  /** @enum {string} */
                  idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                  idNumber: string
                  licenceUntil: string
                  licence: string
                } | null
                certificate: {
                  province: string
                  platform: string
                  organisation: string
                } | null
                stamped: string | null
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                letter: string | null
                previous: string | null
              }
              warnings: 'credit-code'[]
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}/form.pdf': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/pdf': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}/certificates': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            csr: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              company: string
              signing: string[]
              encryption: string[]
              encryptionKey: string
              seals: string[]
              root: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/applications/{id}/keys': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              isComplete: boolean
              keys: {
                encryption: string[]
                encryptionKey: string
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/certificates': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              certificates: {
                application: string
                /** @enum {string} */
                kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
                creditCode: string
                company: string
                person: string
                organisation: {
                  id: string
                  name: string
                }
                signing: string
                encryption: string
                fingerprint: string
                notBefore: number
                notAfter: number
                /** @enum {string} */
                state: 'in-force' | 'expired' | 'revoked'
                revokedAt: number | null
                isRenewable: boolean
                isRecoverable: boolean
                next: string | null
                tags: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/certificates/{id}/tags': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            tags: string[]
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              application: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              creditCode: string
              company: string
              person: string
              organisation: {
                id: string
                name: string
              }
              signing: string
              encryption: string
              fingerprint: string
              notBefore: number
              notAfter: number
              /** @enum {string} */
              state: 'in-force' | 'expired' | 'revoked'
              revokedAt: number | null
              isRenewable: boolean
              isRecoverable: boolean
              next: string | null
              tags: string[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/certificates/{id}/revoke': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            at: number
            signature: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              application: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              creditCode: string
              company: string
              person: string
              organisation: {
                id: string
                name: string
              }
              signing: string
              encryption: string
              fingerprint: string
              notBefore: number
              notAfter: number
              /** @enum {string} */
              state: 'in-force' | 'expired' | 'revoked'
              revokedAt: number | null
              isRenewable: boolean
              isRecoverable: boolean
              next: string | null
              tags: string[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/joining': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              applications: {
                id: string
                /** @enum {string} */
                kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                version: number
                creditCode: string
                company: string
                createdAt: number
                changedAt: number
                submittedAt: number | null
                applicant: {
                  name: string
                  mobile: string
                }
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/joining/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              applicant: {
                name: string
                mobile: string
              }
              authorisation: {
                seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                /** Format: date */
                until: string
              } | null
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/joining/{id}/authorise': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            authorisation: {
              seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
              /** Format: date */
              until: string
            }
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              applicant: {
                name: string
                mobile: string
              }
              authorisation: {
                seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                /** Format: date */
                until: string
              } | null
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/joining/{id}/letter.pdf': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/pdf': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/joining/{id}/agree': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            letter: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              applicant: {
                name: string
                mobile: string
              }
              authorisation: {
                seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                /** Format: date */
                until: string
              } | null
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/joining/{id}/refuse': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            reason: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              applicant: {
                name: string
                mobile: string
              }
              authorisation: {
                seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                /** Format: date */
                until: string
              } | null
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/mine': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              companies: {
                creditCode: string
                name: string
                /** @enum {string} */
                role: 'administrator' | 'staff'
                since: number
                application: string
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                administrator: string
                members: number
                waiting: number
                handover: {
                  id: string
                  application: string
                  name: string
                  offeredAt: number
                  until: number
                } | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/{creditCode}/members': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          creditCode: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              members: {
                application: string
                name: string
                mobile: string
                /** @enum {string} */
                role: 'administrator' | 'staff'
                isOneself: boolean
                since: number
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                letter: string | null
                certificates: {
                  application: string
                  /** @enum {string} */
                  state: 'in-force' | 'expired' | 'revoked'
                  notBefore: number
                  notAfter: number
                }[]
              }[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'joined'
                  | 'took-over'
                  | 'offered'
                  | 'accepted'
                  | 'declined'
                  | 'withdrawn'
                  | 'expired'
                  | 'removed'
                  | 'left'
                name: string
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/{creditCode}/members/{application}/end': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          creditCode: string
          application: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            at: number
            signature: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              companies: {
                creditCode: string
                name: string
                /** @enum {string} */
                role: 'administrator' | 'staff'
                since: number
                application: string
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                administrator: string
                members: number
                waiting: number
                handover: {
                  id: string
                  application: string
                  name: string
                  offeredAt: number
                  until: number
                } | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/{creditCode}/handovers': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          creditCode: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            at: number
            signature: string
            application: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              companies: {
                creditCode: string
                name: string
                /** @enum {string} */
                role: 'administrator' | 'staff'
                since: number
                application: string
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                administrator: string
                members: number
                waiting: number
                handover: {
                  id: string
                  application: string
                  name: string
                  offeredAt: number
                  until: number
                } | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/{creditCode}/handovers/{id}/accept': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          creditCode: string
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              companies: {
                creditCode: string
                name: string
                /** @enum {string} */
                role: 'administrator' | 'staff'
                since: number
                application: string
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                administrator: string
                members: number
                waiting: number
                handover: {
                  id: string
                  application: string
                  name: string
                  offeredAt: number
                  until: number
                } | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/{creditCode}/handovers/{id}/decline': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          creditCode: string
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              companies: {
                creditCode: string
                name: string
                /** @enum {string} */
                role: 'administrator' | 'staff'
                since: number
                application: string
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                administrator: string
                members: number
                waiting: number
                handover: {
                  id: string
                  application: string
                  name: string
                  offeredAt: number
                  until: number
                } | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/companies/{creditCode}/handovers/{id}/withdraw': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          creditCode: string
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              companies: {
                creditCode: string
                name: string
                /** @enum {string} */
                role: 'administrator' | 'staff'
                since: number
                application: string
                authorisation: {
                  seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                  /** Format: date */
                  until: string
                } | null
                administrator: string
                members: number
                waiting: number
                handover: {
                  id: string
                  application: string
                  name: string
                  offeredAt: number
                  until: number
                } | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/messages': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          after?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              unread: number
              messages: {
                id: string
                /** @enum {string} */
                kind:
                  | 'submitted'
                  | 'join-wanted'
                  | 'recovery-wanted'
                  | 'takeover-wanted'
                  | 'takeover-approved'
                  | 'takeover-rejected'
                  | 'agreed'
                  | 'refused'
                  | 'half-approved'
                  | 'to-pay'
                  | 'returned'
                  | 'rejected'
                  | 'to-download'
                  | 'refunded'
                  | 'issued'
                  | 'not-issued'
                  | 'expired'
                  | 'revoked'
                  | 'renewable'
                  | 'removed'
                  | 'member-removed'
                  | 'left'
                  | 'member-left'
                  | 'handover-offered'
                  | 'handover-made'
                  | 'administrator-now'
                  | 'administrator-no-more'
                  | 'administrator-replaced'
                  | 'handover-declined'
                  | 'handover-withdrawn'
                  | 'handover-expired'
                at: number
                isRead: boolean
                application: {
                  id: string
                  /** @enum {string} */
                  kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
                  company: string
                  creditCode: string
                  /** @enum {string} */
                  state:
                    | 'draft'
                    | 'submitted'
                    | 'agreed'
                    | 'approved-once'
                    | 'returned'
                    | 'awaiting-payment'
                    | 'paid'
                    | 'issued'
                    | 'withdrawn'
                    | 'rejected'
                    | 'expired'
                }
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/messages/{id}/read': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/messages/read': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            until: number
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/orders': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          after?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              orders: {
                id: string
                application: string
                kind: string
                organisation: string
                company: string
                creditCode: string
                fen: number
                /** @enum {string} */
                state: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
                createdAt: number
                expiresAt: number
                paidAt: number | null
                endedAt: number | null
                invoice: {
                  id: string
                  /** @enum {string} */
                  state:
                    'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
                } | null
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/orders/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              application: string
              kind: string
              organisation: string
              company: string
              creditCode: string
              fen: number
              /** @enum {string} */
              state: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
              createdAt: number
              expiresAt: number
              paidAt: number | null
              endedAt: number | null
              invoice: {
                id: string
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
              } | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/orders/{id}/check': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              application: string
              kind: string
              organisation: string
              company: string
              creditCode: string
              fen: number
              /** @enum {string} */
              state: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
              createdAt: number
              expiresAt: number
              paidAt: number | null
              endedAt: number | null
              invoice: {
                id: string
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
              } | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/orders/{id}/cancel': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              application: string
              kind: string
              organisation: string
              company: string
              creditCode: string
              fen: number
              /** @enum {string} */
              state: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
              createdAt: number
              expiresAt: number
              paidAt: number | null
              endedAt: number | null
              invoice: {
                id: string
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
              } | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/orders/{id}/pay': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /**
             * @default h5
             * @enum {string}
             */
            channel?: 'h5' | 'native'
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @enum {string} */
              channel: 'h5' | 'native'
              address: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/invoices': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          after?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              invoices: {
                id: string
                order: string
                title: string
                taxNumber: string
                email: string
                fen: number
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
                number: string | null
                failure: string | null
                replaces: string | null
                reversal: string | null
                createdAt: number
                issuedAt: number | null
                endedAt: number | null
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/invoices/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              invoice: {
                id: string
                order: string
                title: string
                taxNumber: string
                email: string
                fen: number
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
                number: string | null
                failure: string | null
                replaces: string | null
                reversal: string | null
                createdAt: number
                issuedAt: number | null
                endedAt: number | null
              }
              files: ('pdf' | 'ofd')[]
              history: {
                id: string
                order: string
                title: string
                taxNumber: string
                email: string
                fen: number
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
                number: string | null
                failure: string | null
                replaces: string | null
                reversal: string | null
                createdAt: number
                issuedAt: number | null
                endedAt: number | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/orders/{id}/invoice': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            title: string
            taxNumber: string
            /** Format: email */
            email: string
            /** @default false */
            isSure?: boolean
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              order: string
              title: string
              taxNumber: string
              email: string
              fen: number
              /** @enum {string} */
              state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
              number: string | null
              failure: string | null
              replaces: string | null
              reversal: string | null
              createdAt: number
              issuedAt: number | null
              endedAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/invoices/{id}/reissue': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            title: string
            taxNumber: string
            /** Format: email */
            email: string
            /** @default false */
            isSure?: boolean
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              order: string
              title: string
              taxNumber: string
              email: string
              fen: number
              /** @enum {string} */
              state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
              number: string | null
              failure: string | null
              replaces: string | null
              reversal: string | null
              createdAt: number
              issuedAt: number | null
              endedAt: number | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/invoices/{id}/files/{format}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
          format: 'pdf' | 'ofd'
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/pdf': string
            'application/ofd': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/uploads': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query: {
          purpose: 'licence' | 'stamped' | 'letter'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              type: 'image/jpeg' | 'image/png' | 'application/pdf'
              size: number
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/uploads/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'image/jpeg': string
            'image/png': string
            'application/pdf': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/login': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @default officer */
            name?: string
            password: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              officer: string
              csrf: string
              roles: ('reviewer' | 'authority' | 'auditor' | 'administrator')[]
              /** @enum {string} */
              stage: 'set-up' | 'code' | 'password' | 'open'
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/session': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              officer: string
              csrf: string
              roles: ('reviewer' | 'authority' | 'auditor' | 'administrator')[]
              /** @enum {string} */
              stage: 'set-up' | 'code' | 'password' | 'open'
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/logout': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/factor/set-up': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              secret: string
              uri: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/factor/confirm': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              session: {
                officer: string
                csrf: string
                roles: ('reviewer' | 'authority' | 'auditor' | 'administrator')[]
                /** @enum {string} */
                stage: 'set-up' | 'code' | 'password' | 'open'
              }
              recoveryCodes: string[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/factor': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              officer: string
              csrf: string
              roles: ('reviewer' | 'authority' | 'auditor' | 'administrator')[]
              /** @enum {string} */
              stage: 'set-up' | 'code' | 'password' | 'open'
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/password': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            current: string
            password: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              officer: string
              csrf: string
              roles: ('reviewer' | 'authority' | 'auditor' | 'administrator')[]
              /** @enum {string} */
              stage: 'set-up' | 'code' | 'password' | 'open'
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/officers': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              officers: {
                name: string
                roles: ('reviewer' | 'authority' | 'auditor' | 'administrator')[]
                createdAt: number
                disabledAt: number | null
                factorAt: number | null
                isTemporary: boolean
                mobile: string | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            roles: ('reviewer' | 'authority' | 'auditor' | 'administrator')[]
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              password: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/officers/{name}/roles': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            roles: ('reviewer' | 'authority' | 'auditor' | 'administrator')[]
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/officers/{name}/number': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            mobile: string | null
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/officers/{name}/disable': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/officers/{name}/enable': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/officers/{name}/reset-factor': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/officers/{name}/reset-password': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              password: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/overview': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              version: string
              demo: boolean
              startedAt: number
              now: number
              companies: number
              certificates: {
                inForce: number
                revoked: number
              }
              enrolmentsToday: number
              relay: {
                connections: number
                rooms: number
                forwarded: number
                refused: number
                stored: number
              }
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/companies': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          offset?: number
          limit?: number
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              total: number
              companies: {
                creditCode: string
                name: string
                createdAt: number
                certificates: number
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/companies/{code}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          code: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              company: {
                creditCode: string
                name: string
                createdAt: number
                certificates: number
              }
              members: {
                account: string
                mobile: string
                name: string | null
                role: string
                since: number
                endedAt: number | null
              }[]
              certificates: {
                serial: string
                /** @enum {string} */
                usage: 'sign' | 'encrypt'
                /** @enum {string} */
                state: 'in-force' | 'expired' | 'revoked'
                organisation: string
                company: string
                creditCode: string
                person: string
                order: string
                notBefore: number
                notAfter: number
                issuedAt: number
                revokedAt: number | null
                reason:
                  | (
                      | 'unspecified'
                      | 'keyCompromise'
                      | 'affiliationChanged'
                      | 'superseded'
                      | 'cessationOfOperation'
                      | 'privilegeWithdrawn'
                    )
                  | null
              }[]
              others: {
                application: string
                company: string
                organisation: string
                serial: string
                notAfter: number
                /** @enum {string} */
                state: 'in-force' | 'expired' | 'revoked'
              }[]
              seals: {
                id: string
                kind: string
                company: string
                creditCode: string
                person: string
                serial: string
                issuedAt: number
                notAfter: number
                revokedAt: number | null
                /** @enum {string} */
                state: 'in-force' | 'expired' | 'revoked'
              }[]
              applications: {
                id: string
                kind: string
                state: string
                company: string
                createdAt: number
              }[]
              orders: {
                id: string
                kind: string
                company: string
                fen: number
                /** @enum {string} */
                state: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
                createdAt: number
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/companies.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          language?: 'zh-CN' | 'en'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'text/csv': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/people': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          state?: 'identified' | 'unidentified'
          after?: string
          limit?: number
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              people: {
                id: string
                mobile: string
                name: string | null
                createdAt: number
                identifiedAt: number | null
                devices: number
                memberships: {
                  creditCode: string
                  company: string
                  role: string
                  since: number
                  endedAt: number | null
                }[]
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/people/{account}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          account: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              person: {
                id: string
                mobile: string
                name: string | null
                createdAt: number
                identifiedAt: number | null
                devices: number
                memberships: {
                  creditCode: string
                  company: string
                  role: string
                  since: number
                  endedAt: number | null
                }[]
              }
              lockedUntil: number | null
              devices: {
                name: string
                createdAt: number
                seenAt: number
              }[]
              memberships: {
                creditCode: string
                company: string
                role: string
                since: number
                endedAt: number | null
              }[]
              applications: {
                id: string
                kind: string
                state: string
                company: string
                createdAt: number
              }[]
              certificates: {
                application: string
                company: string
                organisation: string
                serial: string
                notAfter: number
                /** @enum {string} */
                state: 'in-force' | 'expired' | 'revoked'
              }[]
              orders: {
                id: string
                kind: string
                company: string
                fen: number
                /** @enum {string} */
                state: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
                createdAt: number
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/people/{account}/log-out': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          account: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @enum {string} */
            reason: 'phone-lost' | 'asked-for' | 'misuse'
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/people.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          state?: 'identified' | 'unidentified'
          language?: 'zh-CN' | 'en'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'text/csv': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/certificates': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          usage?: 'sign' | 'encrypt'
          state?: 'in-force' | 'expired' | 'revoked' | 'ending'
          organisation?: string
          offset?: number
          limit?: number
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              total: number
              certificates: {
                serial: string
                /** @enum {string} */
                usage: 'sign' | 'encrypt'
                /** @enum {string} */
                state: 'in-force' | 'expired' | 'revoked'
                organisation: string
                company: string
                creditCode: string
                person: string
                order: string
                notBefore: number
                notAfter: number
                issuedAt: number
                revokedAt: number | null
                reason:
                  | (
                      | 'unspecified'
                      | 'keyCompromise'
                      | 'affiliationChanged'
                      | 'superseded'
                      | 'cessationOfOperation'
                      | 'privilegeWithdrawn'
                    )
                  | null
              }[]
              organisations: string[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/certificates/{serial}/revoke': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          serial: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @enum {string} */
            reason:
              | 'unspecified'
              | 'keyCompromise'
              | 'affiliationChanged'
              | 'superseded'
              | 'cessationOfOperation'
              | 'privilegeWithdrawn'
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/certificates.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          usage?: 'sign' | 'encrypt'
          state?: 'in-force' | 'expired' | 'revoked' | 'ending'
          organisation?: string
          language?: 'zh-CN' | 'en'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'text/csv': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/seals': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          state?: 'company' | 'contract' | 'finance' | 'legal-person'
          after?: string
          limit?: number
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              seals: {
                id: string
                kind: string
                company: string
                creditCode: string
                person: string
                serial: string
                issuedAt: number
                notAfter: number
                revokedAt: number | null
                /** @enum {string} */
                state: 'in-force' | 'expired' | 'revoked'
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/seals/{seal}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          seal: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              seal: {
                id: string
                kind: string
                company: string
                creditCode: string
                person: string
                serial: string
                issuedAt: number
                notAfter: number
                revokedAt: number | null
                /** @enum {string} */
                state: 'in-force' | 'expired' | 'revoked'
              }
              name: string
              width: number
              height: number
              validFrom: number
              validUntil: number
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/seals/{seal}/picture': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          seal: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'image/png': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/seals/preview': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @enum {string} */
            kind: 'company' | 'contract' | 'finance' | 'legal-person'
            name: string
            code: string | ''
            line: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'image/png': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/companies/{code}/designs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          code: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              company: {
                name: string
                creditCode: string
              }
              designs: {
                /** @enum {string} */
                kind: 'company' | 'contract' | 'finance'
                choice: {
                  line: string
                  hasCode: boolean
                }
                usual: {
                  line: string
                  hasCode: boolean
                }
                savedBy: string | null
                savedAt: number | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/companies/{code}/designs/{kind}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          code: string
          kind: 'company' | 'contract' | 'finance'
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            line: string
            hasCode: boolean
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/seals.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          state?: 'company' | 'contract' | 'finance' | 'legal-person'
          language?: 'zh-CN' | 'en'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'text/csv': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/audit': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          action?: string | null
          limit?: number
          before?: number | null
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              searchedTo: number
              actions: string[]
              rows: {
                n: number
                at: number
                actor: string
                action: string
                facts: {
                  [key: string]: string | number | boolean | null
                }
                hash: string
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/audit/chain': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              rows: number
              brokenAt: number | null
              head: string
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/audit.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          action?: string | null
          language?: 'zh-CN' | 'en'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'text/csv': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/settings': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              current: {
                prices: {
                  claim: number
                  join: number
                  renew: number
                  recover: number
                }
                validity: number
                review: boolean
              }
              changes: {
                id: string
                change:
                  | {
                      /** @enum {string} */
                      setting: 'prices'
                      value: {
                        claim: number
                        join: number
                        renew: number
                        recover: number
                      }
                    }
                  | {
                      /** @enum {string} */
                      setting: 'validity'
                      value: number
                    }
                  | {
                      /** @enum {string} */
                      setting: 'review'
                      value: boolean
                    }
                /** @enum {string} */
                state: 'proposed' | 'approved' | 'rejected' | 'withdrawn'
                proposedBy: string
                proposedAt: number
                decidedBy: string | null
                decidedAt: number | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json':
            | {
                /** @enum {string} */
                setting: 'prices'
                value: {
                  claim: number
                  join: number
                  renew: number
                  recover: number
                }
              }
            | {
                /** @enum {string} */
                setting: 'validity'
                value: number
              }
            | {
                /** @enum {string} */
                setting: 'review'
                value: boolean
              }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/settings/{change}/{event}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          change: string
          event: 'approve' | 'reject' | 'withdraw'
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/statistics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          from?: string
          to?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              from: string
              to: string
              months: {
                month: string
                applications: {
                  kind: string
                  state: string
                  count: number
                }[]
                decisions: {
                  count: number
                  median: number | null
                  p90: number | null
                }
                certificates: {
                  issued: number
                  renewed: number
                  revoked: number
                }
                revenue: {
                  organisation: string
                  fen: number
                }[]
                identity: {
                  method: string
                  count: number
                }[]
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/statistics.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          from?: string
          to?: string
          language?: 'zh-CN' | 'en'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'text/csv': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/orders': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          state?: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
          after?: string
          limit?: number
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              orders: {
                id: string
                application: string
                kind: string
                organisation: string
                company: string
                creditCode: string
                fen: number
                /** @enum {string} */
                state: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
                createdAt: number
                expiresAt: number
                paidAt: number | null
                endedAt: number | null
                channel: string | null
                begunAt: number | null
                transactionId: string | null
                refundReason: string | null
                dueAt: number | null
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/orders/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              order: {
                id: string
                application: string
                kind: string
                organisation: string
                company: string
                creditCode: string
                fen: number
                /** @enum {string} */
                state: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
                createdAt: number
                expiresAt: number
                paidAt: number | null
                endedAt: number | null
                channel: string | null
                begunAt: number | null
                transactionId: string | null
                refundReason: string | null
                dueAt: number | null
              }
              notices: {
                id: string
                /** @enum {string} */
                verdict: 'applied' | 'repeated' | 'refused'
                at: number
              }[]
              invoices: {
                id: string
                order: string
                title: string
                taxNumber: string
                email: string
                fen: number
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
                number: string | null
                failure: string | null
                replaces: string | null
                reversal: string | null
                createdAt: number
                issuedAt: number | null
                endedAt: number | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/orders.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          state?: 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'
          language?: 'zh-CN' | 'en'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'text/csv': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/invoices': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          state?: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
          after?: string
          limit?: number
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              invoices: {
                id: string
                order: string
                title: string
                taxNumber: string
                email: string
                fen: number
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
                number: string | null
                failure: string | null
                replaces: string | null
                reversal: string | null
                createdAt: number
                issuedAt: number | null
                endedAt: number | null
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/invoices/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              invoice: {
                id: string
                order: string
                title: string
                taxNumber: string
                email: string
                fen: number
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
                number: string | null
                failure: string | null
                replaces: string | null
                reversal: string | null
                createdAt: number
                issuedAt: number | null
                endedAt: number | null
              }
              files: ('pdf' | 'ofd')[]
              history: {
                id: string
                order: string
                title: string
                taxNumber: string
                email: string
                fen: number
                /** @enum {string} */
                state: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
                number: string | null
                failure: string | null
                replaces: string | null
                reversal: string | null
                createdAt: number
                issuedAt: number | null
                endedAt: number | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/invoices.csv': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          text?: string
          state?: 'waiting' | 'requested' | 'issuing' | 'issued' | 'failed' | 'reversing' | 'reversed' | 'dropped'
          language?: 'zh-CN' | 'en'
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'text/csv': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/applications': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: {
          kind?: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
          text?: string
          after?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              counts: {
                claim: number
                join: number
                recover: number
                renew: number
                takeover: number
              }
              longest: number | null
              applications: {
                id: string
                /** @enum {string} */
                kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                version: number
                creditCode: string
                company: string
                createdAt: number
                changedAt: number
                submittedAt: number | null
                isAgain: boolean
                approvedBy: string | null
              }[]
              next: string | null
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/applications/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'claim' | 'join' | 'recover' | 'renew' | 'takeover'
              /** @enum {string} */
              state:
                | 'draft'
                | 'submitted'
                | 'agreed'
                | 'approved-once'
                | 'returned'
                | 'awaiting-payment'
                | 'paid'
                | 'issued'
                | 'withdrawn'
                | 'rejected'
                | 'expired'
              version: number
              creditCode: string
              company: string
              createdAt: number
              changedAt: number
              submittedAt: number | null
              isAgain: boolean
              approvedBy: string | null
              submissions: number
              applicant: {
                name: string
                idNumber: string
                mobile: string
              } | null
              administrator: {
                name: string
                mobile: string
              } | null
              licence: {
                name: string
                creditCode: string
                legalPerson: string
                /** @enum {string} */
                idType: 'identity-card' | 'passport' | 'hong-kong-macao-permit' | 'taiwan-permit' | 'residence-permit'
                idNumber: string
                licenceUntil: string
              } | null
              certificate: {
                province: string
                platform: string
                organisation: string
              } | null
              authorisation: {
                seals: ('company' | 'contract' | 'finance' | 'legal-person')[]
                until: string
              } | null
              files: {
                id: string
                /** @enum {string} */
                purpose: 'licence' | 'stamped' | 'letter'
                /** @enum {string} */
                type: 'image/jpeg' | 'image/png' | 'application/pdf'
                size: number
                at: number
              }[]
              previous: {
                signing: string
                encryption: string
                organisation: string
                notBefore: number
                notAfter: number
                revokedAt: number | null
              } | null
              checks: {
                /** @enum {string} */
                name:
                  | 'code-sum'
                  | 'registry-name'
                  | 'unclaimed'
                  | 'rivals'
                  | 'card-sum'
                  | 'own-person'
                  | 'licence-date'
                  | 'identity'
                  | 'identity-again'
                  | 'member'
                  | 'agreed'
                  | 'term-date'
                  | 'letter-signed'
                  | 'previous'
                  | 'administrator-told'
                /** @enum {string} */
                verdict: 'good' | 'note' | 'warn' | 'bad'
                words: {
                  [key: string]: string
                }
                times: {
                  [key: string]: number
                }
              }[]
              checklist: {
                version: string
                ticks: (
                  | 'name'
                  | 'credit-code'
                  | 'legal-person'
                  | 'id-number'
                  | 'licence-until'
                  | 'form'
                  | 'stamp'
                  | 'person'
                  | 'seals'
                  | 'term'
                  | 'letter-seal'
                  | 'certificates'
                  | 'called-back'
                )[]
              }
              barred: ('own' | 'first') | null
              possible: (
                | 'submit'
                | 'withdraw'
                | 'agree'
                | 'refuse'
                | 'approve'
                | 'return'
                | 'reject'
                | 'pay'
                | 'refund'
                | 'issue'
                | 'fail'
                | 'expire'
              )[]
              history: {
                at: number
                /** @enum {string} */
                event:
                  | 'submit'
                  | 'withdraw'
                  | 'agree'
                  | 'refuse'
                  | 'approve'
                  | 'return'
                  | 'reject'
                  | 'pay'
                  | 'refund'
                  | 'issue'
                  | 'fail'
                  | 'expire'
                /** @enum {string} */
                state:
                  | 'draft'
                  | 'submitted'
                  | 'agreed'
                  | 'approved-once'
                  | 'returned'
                  | 'awaiting-payment'
                  | 'paid'
                  | 'issued'
                  | 'withdrawn'
                  | 'rejected'
                  | 'expired'
                /** @enum {string} */
                role: 'applicant' | 'administrator' | 'officer' | 'payment' | 'authority' | 'clock'
                reasons: string[]
                officer: string | null
              }[]
            }
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/applications/{id}/files/{upload}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
          upload: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'image/jpeg': string
            'image/png': string
            'application/pdf': string
          }
        }
        default: components['responses']['Failure']
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/applications/{id}/approve': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            checklist: string
            ticks: (
              | 'name'
              | 'credit-code'
              | 'legal-person'
              | 'id-number'
              | 'licence-until'
              | 'form'
              | 'stamp'
              | 'person'
              | 'seals'
              | 'term'
              | 'letter-seal'
              | 'certificates'
              | 'called-back'
            )[]
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/applications/{id}/return': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            reasons: string[]
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/console/applications/{id}/reject': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            version: number
            reason: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
        default: components['responses']['Failure']
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: never
  responses: {
    /** @description Something is wrong */
    Failure: {
      headers: {
        [name: string]: unknown
      }
      content: {
        'application/json': {
          error: {
            code: string
            details: {
              [key: string]: string | number | boolean | null
            }
          }
        }
      }
    }
  }
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export type operations = Record<string, never>
